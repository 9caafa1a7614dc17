package llamaline.benchmark;

import java.util.Arrays;

/** Percentiles of measured times. */
public final class Percentiles {
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sorted;

    /**
     * Sorts what was measured.
     *
     * @param nanos at least one
     */
    public Percentiles(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /**
     * The nearest-rank percentile.
     *
     * @param percent in (0, 100]
     * @return in milliseconds
     */
    public double millis(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)] / NANOS_PER_MILLI;
    }
}
