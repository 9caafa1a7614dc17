package llamaline.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import llamaline.v1.TokenEvent;
import org.junit.jupiter.api.Test;

/** One try of a request: its worker, and what comes out of turn. */
class AttemptTest {
    @Test
    void nothingIsExpectedBeforeItsPublicationAndAfterItsEnd() {
        Attempt attempt = Attempt.unpublished();
        assertFalse(attempt.isExpecting());

        Attempt first = attempt.next(0);
        assertTrue(first.isExpecting());
        first.end();
        assertFalse(first.isExpecting());
        assertFalse(first.bind("worker", 1));
    }

    @Test
    void countsFromOne() {
        Attempt first = Attempt.unpublished().next(0);
        assertEquals(1, first.number());
        assertEquals(2, first.next(1).number());
    }

    @Test
    void isBoundToTheFirstWorkerThatSpeaks() {
        Attempt attempt = Attempt.unpublished().next(0);
        assertTrue(attempt.bind("first", 1));
        assertFalse(attempt.bind("second", 2));
        assertTrue(attempt.bind("first", 3));
        assertTrue(attempt.isBoundToAnother("second"));
        assertEquals(new AttemptState.Running("first", 0, 3), attempt.state());
    }

    @Test
    void rejectsEachOtherWorkerOnce() {
        Attempt attempt = Attempt.unpublished().next(0);
        assertTrue(attempt.reject("second"));
        assertFalse(attempt.reject("second"));
        assertTrue(attempt.next(1).reject("second"), "the next attempt knows nothing of it");
    }

    @Test
    void encodedComesOnceAndNotAfterAWorker() {
        Attempt attempt = Attempt.unpublished().next(0);
        attempt.encoded(1, 5);
        attempt.encoded(2, 6);
        assertEquals(new AttemptState.Queued(1, 5, 1), attempt.state());

        assertTrue(attempt.bind("worker", 3));
        attempt.encoded(4, 7);
        assertEquals(new AttemptState.Running("worker", 1, 3), attempt.state());
    }

    @Test
    void givesHeldEventsOnceAndInTheirOrder() {
        Attempt attempt = Attempt.unpublished().next(0);
        TokenEvent one = TokenEvent.newBuilder().setRequestId("1").build();
        TokenEvent two = TokenEvent.newBuilder().setRequestId("2").build();
        attempt.hold(one);
        attempt.hold(two);

        assertEquals(List.of(one, two), attempt.takeHeld());
        assertEquals(List.of(), attempt.takeHeld());
    }
}
