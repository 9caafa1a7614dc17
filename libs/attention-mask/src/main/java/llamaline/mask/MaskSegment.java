package llamaline.mask;

/** A named range [from, to) of rows or columns, not empty. */
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
