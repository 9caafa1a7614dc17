package llamaline.worker.onnx.cpu;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.KvCache;
import llamaline.worker.onnx.SlotRange;

/**
 * The KV cache's tensors for a contiguous range of slots: past and present are the same memory, so
 * a run adds to it in place. Not thread-safe.
 */
final class KvTensors implements AutoCloseable {
    private final List<OnnxTensor> cached = new ArrayList<>();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    /**
     * @param constants inputs that are the same in every run; they stay the caller's
     */
    KvTensors(
            OnnxSession session,
            KvCache cache,
            DecoderShape shape,
            SlotRange slots,
            Map<String, OnnxTensor> constants) {
        long positionBytes = (long) Float.BYTES * shape.kvHeads() * shape.headSize();
        long slotLength = cache.rowBytes() / positionBytes;
        for (int part = 0; part < cache.parts(); part++) {
            OnnxTensor tensor =
                    session.floats(
                            cache.rows(part, slots.first(), slots.count()),
                            slots.count(),
                            shape.kvHeads(),
                            slotLength,
                            shape.headSize());
            String name = (part % 2 == 0 ? "key_" : "value_") + part / 2;
            cached.add(tensor);
            inputs.put("past_" + name, tensor);
            outputs.put("present_" + name, tensor);
        }
        inputs.putAll(constants);
    }

    /** Runs the graph once on these slots. */
    void run(OnnxSession session, StepTensors step) {
        inputs.putAll(step.inputs());
        outputs.put(StepTensors.LOGITS, step.logits());
        session.run(inputs, outputs);
    }

    @Override
    public void close() {
        cached.forEach(OnnxTensor::close);
    }
}
