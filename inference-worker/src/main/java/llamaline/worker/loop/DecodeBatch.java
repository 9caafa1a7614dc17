package llamaline.worker.loop;

import java.util.List;

/**
 * One decode step: a contiguous range of slots. A row that does not decode is idle: it gets id 0
 * and the count of positions that it holds, so that what it writes is never read.
 */
final class DecodeBatch {
    /** An id that every vocabulary has. */
    private static final int ANY_ID = 0;

    private final List<Slot> rows;

    /**
     * @param rows neighbours, in order; the first and the last decode
     */
    DecodeBatch(List<Slot> rows) {
        this.rows = List.copyOf(rows);
    }

    List<Slot> rows() {
        return rows;
    }

    int firstSlot() {
        return rows.getFirst().index;
    }

    /** How many rows decode. */
    int decoding() {
        int decoding = 0;
        for (Slot row : rows) {
            decoding += row.isDecoding() ? 1 : 0;
        }
        return decoding;
    }

    /** The id that each row is fed. */
    int[] tokens() {
        int[] tokens = new int[rows.size()];
        for (int row = 0; row < tokens.length; row++) {
            Sequence occupant = rows.get(row).occupant;
            boolean isIdle = occupant == null || !rows.get(row).isDecoding();
            tokens[row] = isIdle || occupant == null ? ANY_ID : occupant.lastId();
        }
        return tokens;
    }

    /** Positions that each row holds before the step. */
    int[] cached() {
        int[] cached = new int[rows.size()];
        for (int row = 0; row < cached.length; row++) {
            cached[row] = rows.get(row).cached();
        }
        return cached;
    }
}
