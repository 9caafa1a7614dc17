package llamaline.worker.onnx.cpu;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;
import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.KvCache;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.StepMemory;
import org.jspecify.annotations.Nullable;

/** All tensors of calls on one range of slots. Not thread-safe. */
final class TensorSlotRunner implements AutoCloseable {
    private final OnnxSession session;
    private final SlotRange slots;
    private final KvTensors range;
    private @Nullable StepTensors decoding;

    /**
     * @param constants inputs that are the same in every call; they stay the caller's
     */
    TensorSlotRunner(
            OnnxSession session,
            KvCache cache,
            DecoderShape shape,
            SlotRange slots,
            Map<String, OnnxTensor> constants) {
        this.session = session;
        this.slots = slots;
        range = new KvTensors(session, cache, shape, slots, constants);
    }

    /** A chunk for the one slot. */
    void prefill(StepMemory chunk) {
        try (var tensors = StepTensors.prefill(session, chunk)) {
            range.run(session, tensors);
        }
    }

    /**
     * One id for each slot.
     *
     * @param step the same memory in every call
     */
    void decode(StepMemory step) {
        StepTensors tensors = decoding;
        if (tensors == null) {
            tensors = StepTensors.decode(session, step, slots);
            decoding = tensors;
        }
        range.run(session, tensors);
    }

    @Override
    public void close() {
        if (decoding != null) {
            decoding.close();
        }
        range.close();
    }
}
