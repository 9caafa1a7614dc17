package llamaline.gateway.output;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a caller that reads slowly from one that reads nothing any more, by the time since the last
 * write. Not thread-safe.
 */
public final class WriteTimeout {
    /** A caller that takes nothing at all for so long is gone, whatever its connection says. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private final LongSupplier nanoTime;
    private long lastWrite;

    /** Counts from now on. */
    public WriteTimeout(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastWrite = nanoTime.getAsLong();
    }

    /** Something is written now. */
    public void onWrite() {
        lastWrite = nanoTime.getAsLong();
    }

    /** The time since the last write. */
    public Duration idle() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastWrite);
    }

    /** Tells whether a caller that lets the gateway wait has done so for too long. */
    public boolean isOver() {
        return idle().compareTo(LIMIT) > 0;
    }
}
