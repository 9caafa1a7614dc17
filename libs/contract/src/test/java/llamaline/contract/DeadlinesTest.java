package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeadlinesTest {
    @Test
    void passTwoSecondsLater() {
        assertFalse(Deadlines.hasPassed(10_000, 12_000));
        assertTrue(Deadlines.hasPassed(10_000, 12_001));
    }
}
