package llamaline.worker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CancellationsTest {
    private final Cancellations cancellations = new Cancellations(3);

    @Test
    void coverTheAttemptAndThoseBeforeIt() {
        cancellations.add("a", 2, 100, 0);
        assertTrue(cancellations.cover(new PromptKey("a", 1)));
        assertTrue(cancellations.cover(new PromptKey("a", 2)));
        assertFalse(cancellations.cover(new PromptKey("a", 3)));
        assertFalse(cancellations.cover(new PromptKey("b", 1)));
    }

    @Test
    void areForgottenAfterTheirDeadline() {
        cancellations.add("a", 2, 100, 0);
        cancellations.add("b", 1, 200, 101);
        assertEquals(1, cancellations.count());
        assertFalse(cancellations.cover(new PromptKey("a", 1)));
    }

    @Test
    void keepTheYoungestWhereThereAreTooMany() {
        for (int i = 0; i < 5; i++) {
            cancellations.add("request-" + i, 1, 100, 0);
        }
        assertEquals(3, cancellations.count());
        assertFalse(cancellations.cover(new PromptKey("request-1", 1)));
        assertTrue(cancellations.cover(new PromptKey("request-4", 1)));
    }

    @Test
    void aSecondOneForTheSameRequestOnlyWidens() {
        cancellations.add("a", 3, 100, 0);
        cancellations.add("a", 1, 300, 0);
        cancellations.add("b", 1, 300, 200);
        assertTrue(cancellations.cover(new PromptKey("a", 3)));
    }
}
