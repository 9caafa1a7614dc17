package llamaline.worker.onnx.cpu;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;
import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.KvCache;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.SlotRunner;
import llamaline.worker.onnx.StepMemory;
import org.jspecify.annotations.Nullable;

/** Runs the graph on one range of slots, whose tensors it keeps. Not thread-safe. */
final class TensorSlotRunner implements SlotRunner {
    private final OnnxSession session;
    private final SlotRange slots;
    private final KvTensors range;
    private @Nullable StepTensors decoding;

    /**
     * @param constants inputs that are the same in every run; they stay the caller's
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

    @Override
    public void prefill(StepMemory chunk) {
        try (var tensors = StepTensors.prefill(session, chunk)) {
            range.run(session, tensors);
        }
    }

    @Override
    public void decode(StepMemory step) {
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
