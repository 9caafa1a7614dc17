package llamaline.cli;

import java.util.function.LongSupplier;

/** The one place of this module that reads the machine's clock. */
final class SystemClock {
    static final LongSupplier NANO_TIME = System::nanoTime;

    private SystemClock() {}
}
