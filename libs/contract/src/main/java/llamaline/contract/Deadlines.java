package llamaline.contract;

import java.time.Duration;

/** The one rule on when a request is too late, the same in every service. */
public final class Deadlines {
    /**
     * A gateway sets the deadline by its own clock, and the clocks of two machines differ a little.
     */
    public static final Duration GRACE = Duration.ofSeconds(2);

    private Deadlines() {}

    /** Tells whether nobody waits any more for what was due at {@code deadlineEpochMillis}. */
    public static boolean hasPassed(long deadlineEpochMillis, long nowEpochMillis) {
        return nowEpochMillis > deadlineEpochMillis + GRACE.toMillis();
    }
}
