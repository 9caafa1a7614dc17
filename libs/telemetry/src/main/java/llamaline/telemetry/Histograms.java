package llamaline.telemetry;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Histograms with fixed buckets, so that those of several processes can be added up. They are finer
 * below 10 ms than other servers' (vLLM's first bounds are 1, 5 and 10 ms): a hop here takes one.
 */
public final class Histograms {
    /** The bounds for what a caller waits for: half a millisecond to ten minutes. */
    private static final Duration[] WAITS =
            micros(
                    500,
                    1_000,
                    2_000,
                    3_000,
                    4_000,
                    5_000,
                    7_500,
                    10_000,
                    15_000,
                    25_000,
                    50_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    5_000_000,
                    10_000_000,
                    30_000_000,
                    60_000_000,
                    180_000_000,
                    600_000_000);

    /** The bounds for one run of a model or an encoder: 50 microseconds to ten seconds. */
    private static final Duration[] STEPS =
            micros(
                    50,
                    100,
                    250,
                    500,
                    1_000,
                    2_000,
                    3_000,
                    4_000,
                    5_000,
                    7_500,
                    10_000,
                    15_000,
                    20_000,
                    30_000,
                    50_000,
                    75_000,
                    100_000,
                    250_000,
                    500_000,
                    1_000_000,
                    2_500_000,
                    10_000_000);

    /** The bounds for sequences that run together: powers of two up to the most slots. */
    private static final double[] COUNTS =
            DoubleStream.iterate(1, count -> count <= 1024, count -> 2 * count).toArray();

    private Histograms() {}

    /** Begins a histogram of what a caller waits for. */
    public static Timer.Builder ofWaits(String name) {
        return Timer.builder(name).serviceLevelObjectives(WAITS);
    }

    /** Begins a histogram of one run of a model or an encoder. */
    public static Timer.Builder ofSteps(String name) {
        return Timer.builder(name).serviceLevelObjectives(STEPS);
    }

    /** Begins a histogram of sequences that run together. */
    public static DistributionSummary.Builder ofCounts(String name) {
        return DistributionSummary.builder(name).serviceLevelObjectives(COUNTS);
    }

    private static Duration[] micros(long... micros) {
        return LongStream.of(micros)
                .mapToObj(value -> Duration.ofNanos(1_000 * value))
                .toArray(Duration[]::new);
    }
}
