package llamaline.mask.picture;

import java.util.BitSet;

/** One row of a picture's cells. Immutable. */
public final class CellRow {
    private final Partition columns;
    private final int rowCount;
    private final long[] attended;
    private final BitSet own;

    /** Keeps the array and the set, which the caller no longer changes. */
    CellRow(Partition columns, int rowCount, long[] attended, BitSet own) {
        this.columns = columns;
        this.rowCount = rowCount;
        this.attended = attended;
        this.own = own;
    }

    /** Counts the cell's pairs that attend. */
    public long attended(int cell) {
        return attended[cell];
    }

    /** Counts the cell's pairs of row and column. */
    public long pairs(int cell) {
        return (long) rowCount * columns.lengthOf(cell);
    }

    /** Returns the part of the cell's pairs that attends: 0 to 1. */
    public double fraction(int cell) {
        return (double) attended(cell) / pairs(cell);
    }

    /** Tells whether the cell holds a row's own column, which makes the diagonal. */
    public boolean isOwn(int cell) {
        return own.get(cell);
    }

    /**
     * Returns the cell's shade: 0 where no pair attends, {@code most} where all do, and a value in
     * between for anything between.
     */
    public int shade(int cell, int most) {
        if (attended(cell) == 0 || attended(cell) == pairs(cell)) {
            return attended(cell) == 0 ? 0 : most;
        }
        return Math.clamp(Math.round(fraction(cell) * most), 1, most - 1);
    }
}
