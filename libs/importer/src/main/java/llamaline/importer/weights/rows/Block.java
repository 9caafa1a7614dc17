package llamaline.importer.weights.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a weight that are converted, hashed and written at once.
 *
 * @param firstRow in [0, source.rows())
 * @param endRow the first that is not part of it
 */
public record Block(StackedRows source, int firstRow, int endRow) {
    /** The most that a block of several rows holds: a core's cache. Hashes depend on it. */
    private static final int MOST_BYTES = 1 << 20;

    /** Cuts all rows into blocks. */
    public static List<Block> of(StackedRows source) {
        List<Block> blocks = new ArrayList<>();
        int rows = Math.max(1, MOST_BYTES / source.rowBytes());
        for (long first = 0; first < source.rows(); first += rows) {
            int end = (int) Math.min(source.rows(), first + rows);
            blocks.add(new Block(source, (int) first, end));
        }
        return blocks;
    }

    /** The position of the block's first byte, from the first byte of the rows. */
    public long offset() {
        return (long) firstRow * source.rowBytes();
    }

    public int bytes() {
        return Math.multiplyExact(endRow - firstRow, source.rowBytes());
    }

    /** The sections that the block is put together from, one of each part that has rows in it. */
    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        int partStart = 0;
        for (MatrixPart part : source.parts()) {
            int first = Math.max(firstRow, partStart);
            int end = Math.min(endRow, partStart + part.rows().length());
            if (first < end) {
                sections.add(
                        new Section(part, first - partStart, end - partStart, first - firstRow));
            }
            partStart += part.rows().length();
        }
        return sections;
    }

    /**
     * Rows of one part.
     *
     * @param firstRow of the part, as the graph counts
     * @param endRow of the part, the first that is not needed
     * @param rowInBlock row of the block where the first of them stands
     */
    record Section(MatrixPart part, int firstRow, int endRow, int rowInBlock) {
        int rows() {
            return endRow - firstRow;
        }

        /** The first row of the tensor that is needed. */
        int sourceFirst() {
            return part.rows().sourceFrom(firstRow);
        }

        /** The first row of the tensor behind those that are needed. */
        int sourceEnd() {
            return part.rows().sourceFrom(endRow);
        }

        long sourceRowBytes() {
            return (long) part.columns().sourceLength() * part.tensor().floats().bytes();
        }

        /** The row of the block where a row of the tensor stands. */
        int rowOf(int source) {
            return rowInBlock + part.rows().place(source) - firstRow;
        }
    }
}
