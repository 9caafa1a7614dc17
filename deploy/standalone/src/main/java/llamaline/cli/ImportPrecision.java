package llamaline.cli;

import java.util.Locale;

/** The type in which weights are stored. */
enum ImportPrecision {
    /** The checkpoint's own. */
    AUTO,
    FLOAT32,
    FLOAT16,
    BFLOAT16;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
