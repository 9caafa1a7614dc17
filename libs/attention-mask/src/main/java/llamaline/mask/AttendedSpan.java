package llamaline.mask;

/**
 * The columns [from, to) that one row attends to.
 *
 * @param from first column, at least 0
 * @param to column behind the last, above {@code own}
 * @param own the row's own column, in [from, to)
 */
public record AttendedSpan(int from, int to, int own) {
    public AttendedSpan {
        if (from < 0 || own < from || own >= to) {
            throw new IllegalArgumentException(
                    "own column %d is not in [%d, %d)".formatted(own, from, to));
        }
    }

    /** Returns the span of a token that attends to itself and to all before it. */
    public static AttendedSpan causal(int position) {
        return new AttendedSpan(0, position + 1, position);
    }

    int length() {
        return to - from;
    }

    boolean contains(int column) {
        return column >= from && column < to;
    }

    /** Counts the span's columns within [start, end). */
    public int within(int start, int end) {
        return Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
}
