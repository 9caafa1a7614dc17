package llamaline.telemetry;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a service. The wiring makes them from the system's; tests set them by hand.
 *
 * @param wall tells dates that travel to other machines, such as deadlines
 * @param nanoTime tells durations, in nanoseconds from an arbitrary origin
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {
    /** Nanoseconds since the arbitrary origin. */
    public long nanos() {
        return nanoTime.getAsLong();
    }
}
