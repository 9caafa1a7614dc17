package llamaline.worker.schedule;

import java.util.List;
import java.util.Optional;

/**
 * One decode step over the contiguous slots [firstSlot, firstSlot + rows); the first and the last
 * row decode.
 */
public record DecodeBatch(int firstSlot, List<Row> rows) implements ScheduledStep {
    /** An id that every vocabulary has. */
    private static final int ANY_ID = 0;

    public DecodeBatch {
        rows = List.copyOf(rows);
    }

    /**
     * A row of the step. One that does not decode is idle: it gets any id and the count of
     * positions that it holds, so that what it writes is never read.
     *
     * @param sequence the one that decodes; empty where the row is idle
     * @param token the id that the row is fed
     * @param cached positions that the row's slot holds before the step
     */
    public record Row(Optional<Sequence> sequence, int token, int cached) {
        static Row of(Slot slot) {
            Optional<Sequence> decoding = slot.occupant().filter(Sequence::isDecoding);
            return new Row(decoding, decoding.map(Sequence::lastId).orElse(ANY_ID), slot.cached());
        }
    }

    /** The sequences that get a token, in the order of their rows. */
    public List<Sequence> sequences() {
        return rows.stream().flatMap(row -> row.sequence().stream()).toList();
    }

    /** {@code int[rows]}: the id that each row is fed. */
    public int[] tokens() {
        return rows.stream().mapToInt(Row::token).toArray();
    }

    /** {@code int[rows]}: positions that each row holds before the step. */
    public int[] cached() {
        return rows.stream().mapToInt(Row::cached).toArray();
    }
}
