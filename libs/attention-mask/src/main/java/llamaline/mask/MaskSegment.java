package llamaline.mask;

/** A named stretch of rows or columns: [from, to), not empty. */
public record MaskSegment(String name, int from, int to) {
    public MaskSegment {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("[%d, %d) is no segment".formatted(from, to));
        }
    }

    public int length() {
        return to - from;
    }
}
