package llamaline.testkit;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * Tries a property with many seeds, the same ones in every run. A failure names its seed, and
 * {@code -Dllamaline.seed=N} tries that one alone.
 */
public final class Seeds {
    static final String ONLY = "llamaline.seed";
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Seeds() {}

    /**
     * Tries the property with each seed.
     *
     * @param runs count of seeds, at least 1
     * @throws AssertionError with the seed, where the property threw
     */
    public static void forEach(int runs, Consumer<RandomGenerator> property) {
        if (runs < 1) {
            throw new IllegalArgumentException("runs must be >= 1, got " + runs);
        }
        Long only = Long.getLong(ONLY);
        LongStream seeds = only == null ? LongStream.range(0, runs) : LongStream.of(only);
        seeds.forEach(seed -> run(seed, property));
    }

    private static void run(long seed, Consumer<RandomGenerator> property) {
        try {
            property.accept(GENERATORS.create(seed));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "failed with seed %d (again: -D%s=%d): %s"
                            .formatted(seed, ONLY, seed, e.getMessage()),
                    e);
        }
    }
}
