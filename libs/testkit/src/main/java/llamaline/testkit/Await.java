package llamaline.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that another thread or process brings about. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    /**
     * Returns when the condition holds.
     *
     * @param what completes "waited for ..."
     * @throws AssertionError after 30 s
     */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /**
     * Returns when the condition holds.
     *
     * @param what completes "waited for ..."
     * @throws AssertionError after {@code limit}
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("waited %s for %s".formatted(limit, what));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
