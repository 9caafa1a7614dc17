package llamaline.mask.picture;

import java.util.BitSet;

/** One row of a picture's cells. Immutable. */
public final class CellRow {
    private final Partition columns;
    private final int rowCount;
    private final long[] attended;
    private final BitSet own;

    /** Takes the array and the set over. */
    CellRow(Partition columns, int rowCount, long[] attended, BitSet own) {
        this.columns = columns;
        this.rowCount = rowCount;
        this.attended = attended;
        this.own = own;
    }

    /** How many of the cell's pairs attend. */
    public long attended(int cell) {
        return attended[cell];
    }

    /** How many pairs the cell has. */
    public long pairs(int cell) {
        return (long) rowCount * columns.lengthOf(cell);
    }

    /** The part of its pairs that attend: 0 to 1. */
    public double fraction(int cell) {
        return (double) attended(cell) / pairs(cell);
    }

    /** Whether a row's own token is in it: the diagonal. */
    public boolean isOwn(int cell) {
        return own.get(cell);
    }

    /** From 0, which is none, to {@code most}, which is all; in between whatever lies between. */
    public int shade(int cell, int most) {
        if (attended(cell) == 0 || attended(cell) == pairs(cell)) {
            return attended(cell) == 0 ? 0 : most;
        }
        return Math.clamp(Math.round(fraction(cell) * most), 1, most - 1);
    }
}
