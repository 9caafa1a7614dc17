package llamaline.mask;

/**
 * What one row attends to: columns [from, to), one of which is its own token.
 *
 * @param own the row's own column, in [from, to)
 */
public record AttendedSpan(int from, int to, int own) {
    public AttendedSpan {
        if (from < 0 || own < from || own >= to) {
            throw new IllegalArgumentException(
                    "own column %d is not in [%d, %d)".formatted(own, from, to));
        }
    }

    /** A token that attends to all before it and to itself. */
    public static AttendedSpan causal(int position) {
        return new AttendedSpan(0, position + 1, position);
    }

    int length() {
        return to - from;
    }

    boolean contains(int column) {
        return column >= from && column < to;
    }

    /** How many of columns [start, end) it has. */
    public int within(int start, int end) {
        return Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
}
