package llamaline.mask.picture;

/**
 * A length that is cut into cells, whose lengths differ by at most 1.
 *
 * @param length number of rows or columns
 * @param cells number of cells, at most {@code length}
 */
public record Partition(int length, int cells) {
    /** Cuts a length into at most {@code maxCells} cells; none for a length of 0. */
    static Partition of(int length, int maxCells) {
        return new Partition(length, Math.min(length, maxCells));
    }

    /** Returns the first index of a cell. */
    public int from(int cell) {
        return (int) ((long) cell * length / cells);
    }

    /** Returns the index behind the last one of a cell. */
    public int to(int cell) {
        return from(cell + 1);
    }

    int lengthOf(int cell) {
        return to(cell) - from(cell);
    }

    /** Returns the cell that {@code index}, in [0, length), lies in. */
    public int cellOf(int index) {
        return (int) (((index + 1L) * cells - 1) / length);
    }

    /** Tells whether each cell is one index. */
    public boolean isExact() {
        return length == cells;
    }
}
