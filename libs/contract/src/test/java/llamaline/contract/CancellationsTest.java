package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CancellationsTest {
    @Test
    void coverAnAttemptAndThoseBeforeIt() {
        var cancellations = new Cancellations(10);

        cancellations.add("a", 2, 100, 0);

        assertTrue(cancellations.cover("a", 1));
        assertTrue(cancellations.cover("a", 2));
        assertFalse(cancellations.cover("a", 3));
        assertFalse(cancellations.cover("b", 1));
    }

    @Test
    void aLaterOneNeverTakesAnEarlierOneBack() {
        var cancellations = new Cancellations(10);

        cancellations.add("a", 3, 100, 0);
        cancellations.add("a", 1, 50, 0);

        assertTrue(cancellations.cover("a", 3));
    }

    @Test
    void areForgottenAfterTheirDeadline() {
        var cancellations = new Cancellations(10);
        cancellations.add("a", 1, 100, 0);

        cancellations.add("b", 1, 200, 101);
        cancellations.add("late", 1, 100, 101);

        assertFalse(cancellations.cover("a", 1));
        assertFalse(cancellations.cover("late", 1));
        assertEquals(1, cancellations.count());
    }

    @Test
    void theOldestGoesWhereThereAreTooMany() {
        var cancellations = new Cancellations(2);

        cancellations.add("a", 1, 100, 0);
        cancellations.add("b", 1, 100, 0);
        cancellations.add("c", 1, 100, 0);

        assertFalse(cancellations.cover("a", 1));
        assertTrue(cancellations.cover("b", 1));
        assertTrue(cancellations.cover("c", 1));
    }

    @Test
    void whatIsNoRequestIdIsNotKept() {
        var cancellations = new Cancellations(10);

        cancellations.add("", 1, 100, 0);
        cancellations.add("a".repeat(257), 1, 100, 0);
        cancellations.add("a".repeat(256), 1, 100, 0);

        assertEquals(1, cancellations.count());
    }

    @Test
    void noDeadlineKeepsOneForLongerThanARequest() {
        var cancellations = new Cancellations(10);
        long hour = Duration.ofHours(1).toMillis();
        cancellations.add("for ever", 1, Long.MAX_VALUE, 0);
        cancellations.add("behind it", 1, 100, 0);

        cancellations.add("b", 1, hour + 200, hour);
        assertTrue(cancellations.cover("for ever", 1));
        cancellations.add("c", 1, hour + 200, hour + 1);

        assertFalse(cancellations.cover("for ever", 1));
        assertFalse(cancellations.cover("behind it", 1));
        assertEquals(2, cancellations.count());
    }
}
