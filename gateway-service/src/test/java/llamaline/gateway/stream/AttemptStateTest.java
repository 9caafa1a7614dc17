package llamaline.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import llamaline.gateway.stream.AttemptState.Over;
import llamaline.gateway.stream.AttemptState.Published;
import llamaline.gateway.stream.AttemptState.Queued;
import llamaline.gateway.stream.AttemptState.Running;
import llamaline.gateway.stream.AttemptState.Unpublished;
import org.junit.jupiter.api.Test;

/** The states of an attempt: what each goes on to, and when each is overdue. */
class AttemptStateTest {
    private static final StreamSettings SETTINGS =
            new StreamSettings(Duration.ofNanos(10), 3, Duration.ofHours(1), Duration.ZERO);

    @Test
    void goesFromPublicationToItsEndInOrder() {
        Published published = new Unpublished().toPublished(1);
        Queued queued = published.toQueued(2, 7);
        Running running = queued.toRunning("worker", 3).toRunning("worker", 4);

        assertEquals(new Queued(2, 7, 2), queued);
        assertEquals(new Running("worker", 2, 4), running);
        assertEquals(new Over(), running.toOver());
    }

    @Test
    void aWorkersEventMayOvertakeTheEncodedPrompt() {
        assertEquals(new Running("worker", 1, 5), new Published(1).toRunning("worker", 5));
    }

    @Test
    void aRunningAttemptStaysWithItsWorker() {
        Running running = new Running("worker", 1, 2);
        assertThrows(IllegalArgumentException.class, () -> running.toRunning("other", 3));
    }

    @Test
    void isOverdueAfterThreeStallsWithoutAnyone() {
        assertFalse(new Published(0).isOverdue(30, SETTINGS));
        assertTrue(new Published(0).isOverdue(31, SETTINGS));
        assertTrue(new Running("worker", 0, 25).lacksEncoded(31, SETTINGS));
    }

    @Test
    void aQueuedAttemptMayBeLostWithAWorkerThatWasLostSince() {
        Queued queued = new Queued(0, 2, 0);
        assertFalse(queued.mayBeLost(11, 2, SETTINGS));
        assertFalse(queued.mayBeLost(10, 3, SETTINGS));
        assertTrue(queued.mayBeLost(11, 3, SETTINGS));
    }

    @Test
    void aQueuedAttemptWaitsWhileAWorkerLives() {
        Queued queued = new Queued(0, 2, 0).toQueued(40);
        assertFalse(queued.isUnserved(70, SETTINGS));
        assertTrue(queued.isUnserved(71, SETTINGS));
    }

    @Test
    void aRunningAttemptStallsWhenItsWorkerIsSilent() {
        assertFalse(new Running("worker", 0, 20).isStalled(30, SETTINGS));
        assertTrue(new Running("worker", 0, 20).isStalled(31, SETTINGS));
    }
}
