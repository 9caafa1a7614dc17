package llamaline.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Places for calls, and memory for what they hold. */
class OpenCallsTest {
    private final OpenCalls calls = new OpenCalls(new Limits(10, 2, 100, 1, 1, 1, 0));

    @Test
    void aPlaceThatIsClosedIsFreeAgain() {
        OpenCalls.Permit first = calls.take().orElseThrow();
        assertTrue(calls.take().isPresent());
        assertTrue(calls.take().isEmpty());

        first.close();
        first.close();

        assertEquals(1, calls.count());
        assertTrue(calls.take().isPresent());
        assertTrue(calls.take().isEmpty());
    }

    @Test
    void memoryIsSharedAndComesBack() {
        OpenCalls.Permit first = calls.take().orElseThrow();
        OpenCalls.Permit second = calls.take().orElseThrow();
        assertTrue(first.reserve(60));
        assertTrue(second.reserve(40));
        assertFalse(second.reserve(1));

        assertTrue(first.reserve(-1));
        first.close();

        assertTrue(second.reserve(59));
        assertFalse(second.reserve(1));
    }

    @Test
    void aClosedPlaceTakesNothing() {
        OpenCalls.Permit closed = calls.take().orElseThrow();
        closed.close();
        assertFalse(closed.reserve(60));

        OpenCalls.Permit next = calls.take().orElseThrow();
        assertTrue(next.reserve(100));
    }
}
