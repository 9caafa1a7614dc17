package llamaline.tokenizer.benchmark;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A tokenizer to measure.
 *
 * @param opened what encodes in the next pass: text to ids without BOS and EOS
 */
record Contestant(String name, Supplier<Function<String, int[]>> opened) {
    private static final long SHORTEST_NANOS = 50_000_000;

    static Contestant of(String name, Function<String, int[]> encode) {
        return new Contestant(name, () -> encode);
    }

    /** Encodes all texts, one after the other, often enough for the clock: the mean of a pass. */
    double nanosFor(List<String> texts) {
        long nanos = 0;
        int passes = 0;
        while (nanos < SHORTEST_NANOS) {
            nanos += pass(texts);
            passes++;
        }
        return (double) nanos / passes;
    }

    private long pass(List<String> texts) {
        Function<String, int[]> encode = opened.get();
        long ids = 0;
        long start = System.nanoTime();
        for (String text : texts) {
            ids += encode.apply(text).length;
        }
        long nanos = System.nanoTime() - start;
        if (ids == 0) {
            throw new IllegalStateException(name + " gave no ids");
        }
        return nanos;
    }
}
