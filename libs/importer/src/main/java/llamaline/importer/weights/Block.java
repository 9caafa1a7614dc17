package llamaline.importer.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a weight: what is converted, hashed and written at once.
 *
 * @param firstRow in [0, weight.rows())
 * @param endRow the first that is not part of it
 */
record Block(Weight weight, int firstRow, int endRow) {
    /** Of a block, but for a row that is larger: what a core's cache holds. Hashes depend on it. */
    private static final int BYTES = 1 << 20;

    /** All blocks of a weight. */
    static List<Block> of(Weight weight) {
        List<Block> blocks = new ArrayList<>();
        int rows = Math.max(1, BYTES / weight.rowBytes());
        for (long first = 0; first < weight.rows(); first += rows) {
            int end = (int) Math.min(weight.rows(), first + rows);
            blocks.add(new Block(weight, (int) first, end));
        }
        return blocks;
    }

    long offset() {
        return weight.offset() + (long) firstRow * weight.rowBytes();
    }

    int bytes() {
        return Math.multiplyExact(endRow - firstRow, weight.rowBytes());
    }

    /** What each part of the weight gives to the block. */
    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        int partStart = 0;
        for (MatrixPart part : weight.parts()) {
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
     * @param rowInBlock where the first of them stands
     */
    record Section(MatrixPart part, int firstRow, int endRow, int rowInBlock) {
        int rows() {
            return endRow - firstRow;
        }

        /** First row of the tensor that is needed. */
        int sourceFirst() {
            return part.rows().sourceFrom(firstRow);
        }

        /** The first row of the tensor behind those that are needed. */
        int sourceEnd() {
            return part.rows().sourceFrom(endRow);
        }

        long sourceRowBytes() {
            return (long) part.columns().sourceLength() * part.tensor().weights().bytes();
        }

        /** Row of the block where a row of the tensor stands. */
        int rowOf(int source) {
            return rowInBlock + part.rows().place(source) - firstRow;
        }
    }
}
