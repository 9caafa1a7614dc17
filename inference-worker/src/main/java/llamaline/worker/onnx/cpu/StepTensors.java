package llamaline.worker.onnx.cpu;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.StepMemory;

/** The small tensors of a run, over {@link StepMemory}; the names are the graph's. */
record StepTensors(Map<String, OnnxTensor> inputs, OnnxTensor logits) implements AutoCloseable {
    static final String LOGITS = "logits";

    /** Makes the tensors of one chunk for one row; memory and run are of the same size. */
    static StepTensors prefill(OnnxSession session, StepMemory memory) {
        int tokens = memory.tokens();
        int logitRows = memory.rows();
        return new StepTensors(
                inputs(
                        session.longs(memory.ids(0, tokens), 1, tokens),
                        session.ints(memory.lengths(0, 1), 1),
                        session.ints(memory.total()),
                        session.longs(memory.logitIndex(logitRows), logitRows)),
                session.floats(memory.logits(0, logitRows), logitRows, memory.vocabulary()));
    }

    /** Makes the tensors of one id for each of some rows of a memory that has all rows. */
    static StepTensors decode(OnnxSession session, StepMemory memory, SlotRange slots) {
        int first = slots.first();
        int count = slots.count();
        return new StepTensors(
                inputs(
                        session.longs(memory.ids(first, count), count, 1),
                        session.ints(memory.lengths(first, count), count),
                        session.ints(memory.total()),
                        session.longs(memory.logitIndex(count), count)),
                session.floats(memory.logits(first, count), count, memory.vocabulary()));
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
