package llamaline.gateway.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a caller that reads nothing is given up. */
class WriteTimeoutTest {
    private long nanos = 1;
    private final WriteTimeout timeout = new WriteTimeout(() -> nanos);

    @Test
    void isOverAfterItsLimitSinceTheLastWrite() {
        nanos += WriteTimeout.LIMIT.toNanos();
        assertFalse(timeout.isOver());
        nanos++;
        assertTrue(timeout.isOver());

        timeout.onWrite();
        assertFalse(timeout.isOver());
    }

    @Test
    void countsFromItsBeginning() {
        nanos += 5;
        assertEquals(Duration.ofNanos(5), timeout.idle());
    }
}
