package llamaline.worker.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import llamaline.worker.model.Logits;

/**
 * The memory that runs read and write beside the KV cache: {@code ids[tokens]}, {@code
 * lengths[rows]}, {@code total}, {@code logitIndex[logitRows]}, {@code
 * float[logitRows][vocabulary]} of logits. Not thread-safe.
 */
public final class StepMemory implements AutoCloseable, Logits {
    private static final long ALIGNMENT = 64;

    private final MemorySegment ids;
    private final MemorySegment lengths;
    private final MemorySegment total;
    private final MemorySegment logitIndex;
    private final MemorySegment logits;
    private final int tokens;
    private final int vocabulary;
    private final int logitRows;
    private final Arena arena = Arena.ofShared();

    /**
     * @param tokens new ids of a call, over all rows
     * @param rows of the KV cache
     * @param logitRows positions whose logits are wanted
     */
    StepMemory(int tokens, int rows, int logitRows, int vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.logitRows = logitRows;
        ids = arena.allocate(ValueLayout.JAVA_LONG, tokens);
        lengths = arena.allocate(ValueLayout.JAVA_INT, rows);
        total = arena.allocate(ValueLayout.JAVA_INT);
        logitIndex = arena.allocate(ValueLayout.JAVA_LONG, logitRows);
        logits = arena.allocate(logitRows * rowBytes(), ALIGNMENT);
    }

    /** Counts the new ids of a run, over all rows. */
    public int tokens() {
        return tokens;
    }

    /** Counts the elements of a row of logits. */
    public int vocabulary() {
        return vocabulary;
    }

    /** Returns ids, {@code int64[count]}, from row {@code first} on. */
    public MemorySegment ids(int first, int count) {
        return slice(ids, ValueLayout.JAVA_LONG.byteSize(), first, count);
    }

    /** Returns lengths, {@code int32[count]}, from row {@code first} on. */
    public MemorySegment lengths(int first, int count) {
        return slice(lengths, ValueLayout.JAVA_INT.byteSize(), first, count);
    }

    /** Returns the total length, one int32. */
    public MemorySegment total() {
        return total;
    }

    /**
     * Returns the rows whose logits are wanted, {@code int64[count]}, from the first on: flat
     * positions in a run.
     */
    public MemorySegment logitIndex(int count) {
        return slice(logitIndex, ValueLayout.JAVA_LONG.byteSize(), 0, count);
    }

    /** Returns logits, {@code float[count][vocabulary]}, from row {@code first} on. */
    public MemorySegment logits(int first, int count) {
        return slice(logits, rowBytes(), first, count);
    }

    private static MemorySegment slice(MemorySegment all, long size, int first, int count) {
        return all.asSlice(first * size, count * size);
    }

    private long rowBytes() {
        return ValueLayout.JAVA_FLOAT.byteSize() * vocabulary;
    }

    boolean fits(int tokenCount, int logitCount) {
        return tokens == tokenCount && logitRows == logitCount;
    }

    void setId(int index, int id) {
        ids.setAtIndex(ValueLayout.JAVA_LONG, index, id);
    }

    /**
     * Sets the position of a row's last new id: the count of its positions after the run, minus 1.
     */
    void setLastPosition(int row, int position) {
        lengths.setAtIndex(ValueLayout.JAVA_INT, row, position);
    }

    /** Sets the length of the longest row after the run. */
    void setTotal(int positions) {
        total.set(ValueLayout.JAVA_INT, 0, positions);
    }

    void setLogitIndex(int row, int flatPosition) {
        logitIndex.setAtIndex(ValueLayout.JAVA_LONG, row, flatPosition);
    }

    @Override
    public int rows() {
        return logitRows;
    }

    @Override
    public void copyRow(int row, float[] into) {
        MemorySegment.copy(logits, ValueLayout.JAVA_FLOAT, row * rowBytes(), into, 0, vocabulary);
    }

    @Override
    public void close() {
        arena.close();
    }
}
