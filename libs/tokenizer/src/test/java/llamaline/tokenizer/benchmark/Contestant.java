package llamaline.tokenizer.benchmark;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A tokenizer to measure.
 *
 * @param opened what encodes in the next round: text to ids without BOS and EOS
 */
record Contestant(String name, Supplier<Function<String, int[]>> opened) {
    static Contestant of(String name, Function<String, int[]> encode) {
        return new Contestant(name, () -> encode);
    }

    /** Encodes all texts, one after the other. */
    double nanosFor(List<String> texts) {
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
