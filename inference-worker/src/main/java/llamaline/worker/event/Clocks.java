package llamaline.worker.event;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time.
 *
 * @param wall for deadlines, which other machines set
 * @param nanoTime for durations
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {
    public long nanos() {
        return nanoTime.getAsLong();
    }
}
