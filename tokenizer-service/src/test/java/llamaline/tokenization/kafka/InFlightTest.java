package llamaline.tokenization.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InFlightTest {
    @Test
    void hasRoomUntilItsLimitAndAgainBelowIt() {
        var inFlight = new InFlight(100);
        inFlight.begin(60);
        assertTrue(inFlight.room().toCompletableFuture().isDone());
        inFlight.begin(60);
        var room = inFlight.room().toCompletableFuture();
        assertFalse(room.isDone());

        inFlight.end(60);

        assertTrue(room.isDone());
    }

    @Test
    void isEmptyWhenTheLastOneHasEnded() {
        var inFlight = new InFlight(100);
        assertTrue(inFlight.empty(600_000).isDone());
        inFlight.begin(0);
        inFlight.begin(10);
        var empty = inFlight.empty(600_000);
        inFlight.end(10);
        assertFalse(empty.isDone());

        inFlight.end(0);

        assertTrue(empty.isDone());
    }

    @Test
    void whoWaitsForItToBeEmptyWaitsOnlySoLong() {
        var inFlight = new InFlight(100);
        inFlight.begin(1);

        inFlight.empty(10).join();

        assertFalse(inFlight.empty(600_000).isDone());
    }
}
