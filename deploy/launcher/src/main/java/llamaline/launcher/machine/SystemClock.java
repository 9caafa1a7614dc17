package llamaline.launcher.machine;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The one place of this module that reads the machine's clocks. */
public final class SystemClock {
    /** The clock for durations, in nanoseconds from an arbitrary origin. */
    public static final LongSupplier NANO_TIME = System::nanoTime;

    /** The clock for dates. */
    public static final InstantSource WALL = InstantSource.system();

    private SystemClock() {}
}
