package llamaline.worker.onnx;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/** A call's small tensors over {@link StepMemory}; the names are the graph's. */
record StepTensors(Map<String, OnnxTensor> inputs, OnnxTensor logits) implements AutoCloseable {
    static final String LOGITS = "logits";
    private static final long LONG = ValueLayout.JAVA_LONG.byteSize();
    private static final long INT = ValueLayout.JAVA_INT.byteSize();

    /** One chunk for one row; memory and call are of the same size. */
    static StepTensors prefill(OnnxSession session, StepMemory memory, int tokens, int vocabulary) {
        int logitRows = memory.rows();
        return new StepTensors(
                inputs(
                        session.longs(memory.ids, 1, tokens),
                        session.ints(memory.lengths, 1),
                        session.ints(memory.total),
                        session.longs(memory.logitIndex, logitRows)),
                session.floats(memory.logits, logitRows, vocabulary));
    }

    /** One id for each of the rows [first, first + count) of a memory that has all rows. */
    static StepTensors decode(
            OnnxSession session, StepMemory memory, int first, int count, int vocabulary) {
        MemorySegment logits =
                memory.logits.asSlice(first * memory.rowBytes(), count * memory.rowBytes());
        return new StepTensors(
                inputs(
                        session.longs(memory.ids.asSlice(first * LONG, count * LONG), count, 1),
                        session.ints(memory.lengths.asSlice(first * INT, count * INT), count),
                        session.ints(memory.total),
                        session.longs(memory.logitIndex.asSlice(0, count * LONG), count)),
                session.floats(logits, count, vocabulary));
    }

    private static Map<String, OnnxTensor> inputs(
            OnnxTensor ids, OnnxTensor lengths, OnnxTensor total, OnnxTensor logitIndex) {
        return Map.of(
                "input_ids", ids,
                "seqlens_k", lengths,
                "total_sequence_length", total,
                "logit_idx", logitIndex);
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        logits.close();
    }
}
