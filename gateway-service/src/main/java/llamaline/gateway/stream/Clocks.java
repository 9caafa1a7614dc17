package llamaline.gateway.stream;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the gateway.
 *
 * @param wall dates that travel
 * @param nanoTime intervals, in nanoseconds from an arbitrary origin
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {}
