package llamaline.mask.picture;

import java.util.BitSet;
import llamaline.mask.AttendedSpan;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskInputException;

/**
 * A mask shrunk to at most N x N cells, each of which knows exactly how many of its pairs attend;
 * where the mask is no larger, a cell is one pair. Cells are counted a row at a time: all of them
 * take O(rows + cells) of time and one row of cells of memory. Immutable.
 */
public final class MaskPicture {
    /** The most cells a side. */
    public static final int MOST_CELLS = 4096;

    private final AttentionMask mask;
    private final Partition rows;
    private final Partition columns;

    private MaskPicture(AttentionMask mask, Partition rows, Partition columns) {
        this.mask = mask;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Shrinks a mask.
     *
     * @param maxCells most cells a side, 1 to {@link #MOST_CELLS}
     * @throws MaskInputException where {@code maxCells} is out of range
     */
    public static MaskPicture of(AttentionMask mask, int maxCells) {
        checkCells(maxCells);
        return new MaskPicture(
                mask,
                Partition.of(mask.rows().size(), maxCells),
                Partition.of(mask.columns().size(), maxCells));
    }

    /**
     * Returns {@code maxCells}.
     *
     * @throws MaskInputException where it is not 1 to {@link #MOST_CELLS}
     */
    public static int checkCells(int maxCells) {
        if (maxCells < 1 || maxCells > MOST_CELLS) {
            throw new MaskInputException(
                    "the cells a side are %d, must be 1 to %d".formatted(maxCells, MOST_CELLS));
        }
        return maxCells;
    }

    public Partition rows() {
        return rows;
    }

    public Partition columns() {
        return columns;
    }

    /** Tells whether each cell is one pair of row and column. */
    public boolean isExact() {
        return rows.isExact() && columns.isExact();
    }

    /**
     * Counts the cells of row {@code index} of the picture, which are the mask's rows
     * [rows.from(index), rows.to(index)).
     */
    public CellRow row(int index) {
        var own = new BitSet(columns.cells());
        long[] attended = new long[columns.cells()];
        int[] wholeFrom = new int[columns.cells() + 1];
        for (int row = rows.from(index); row < rows.to(index); row++) {
            AttendedSpan span = mask.attended(row);
            own.set(columns.cellOf(span.own()));
            int first = columns.cellOf(span.from());
            int last = columns.cellOf(span.to() - 1);
            attended[first] += span.within(columns.from(first), columns.to(first));
            if (first < last) {
                attended[last] += span.within(columns.from(last), columns.to(last));
                wholeFrom[first + 1]++;
                wholeFrom[last]--;
            }
        }
        int whole = 0;
        for (int cell = 0; cell < columns.cells(); cell++) {
            whole += wholeFrom[cell];
            attended[cell] += (long) whole * columns.lengthOf(cell);
        }
        return new CellRow(columns, rows.lengthOf(index), attended, own);
    }
}
