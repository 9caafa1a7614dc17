package llamaline.mask;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Masks that have any span in each row. */
public final class RandomMasks {
    private RandomMasks() {}

    public static AttentionMask next(RandomGenerator random, int longest) {
        int columns = 1 + random.nextInt(longest);
        return wide(random, random.nextInt(longest), columns);
    }

    public static AttentionMask wide(RandomGenerator random, int rows, int columns) {
        return of(
                columns,
                IntStream.range(0, rows)
                        .mapToObj(_ -> span(random, columns))
                        .toArray(AttendedSpan[]::new));
    }

    public static AttentionMask of(int columns, AttendedSpan... spans) {
        return new AttentionMask(
                "any",
                "random",
                axis(spans.length),
                axis(columns),
                new AttentionPattern.EachRow(List.of(spans)));
    }

    public static AttentionMask causal(int length) {
        MaskAxis axis = axis(length);
        return new AttentionMask(
                "any", "causal", axis, axis, new AttentionPattern.Causal(length, 0));
    }

    private static AttendedSpan span(RandomGenerator random, int columns) {
        int from = random.nextInt(columns);
        int to = from + 1 + random.nextInt(columns - from);
        return new AttendedSpan(from, to, from + random.nextInt(to - from));
    }

    private static MaskAxis axis(int length) {
        return new MaskAxis(
                IntStream.range(0, length).mapToObj(String::valueOf).toList(), List.of());
    }
}
