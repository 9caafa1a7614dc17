package llamaline.worker.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import llamaline.worker.model.Logits;

/**
 * What calls read and write beside the KV cache: {@code ids[tokens]}, {@code lengths[rows]}, {@code
 * total}, {@code logitIndex[logitRows]}, {@code float[logitRows][vocabulary]} of logits. Not
 * thread-safe.
 */
final class StepMemory implements AutoCloseable, Logits {
    private static final long ALIGNMENT = 64;

    final MemorySegment ids;
    final MemorySegment lengths;
    final MemorySegment total;
    final MemorySegment logitIndex;
    final MemorySegment logits;
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

    long rowBytes() {
        return ValueLayout.JAVA_FLOAT.byteSize() * vocabulary;
    }

    boolean fits(int tokenCount, int logitCount) {
        return tokens == tokenCount && logitRows == logitCount;
    }

    void setId(int index, int id) {
        ids.setAtIndex(ValueLayout.JAVA_LONG, index, id);
    }

    /** Where a row's last new id stands: the count of its positions after the call, minus 1. */
    void setLastPosition(int row, int position) {
        lengths.setAtIndex(ValueLayout.JAVA_INT, row, position);
    }

    /** The longest row after the call. */
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
