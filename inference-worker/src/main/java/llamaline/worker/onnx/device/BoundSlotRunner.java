package llamaline.worker.onnx.device;

import java.util.ArrayList;
import java.util.List;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.SlotRunner;
import llamaline.worker.onnx.StepMemory;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.OrtBinding;
import llamaline.worker.onnx.capi.TensorMemory;
import org.jspecify.annotations.Nullable;

/**
 * Runs the graph on one range of slots: the KV cache and the rotary tables are bound once, the
 * small tensors for every run. Not thread-safe.
 */
final class BoundSlotRunner implements SlotRunner {
    private final SlotRange slots;
    private final TensorMemory host;
    private final OrtBinding binding;
    private final List<NativeObject> cached = new ArrayList<>();
    private @Nullable StepValues decoding;

    /** Binds what stays; past and present are the same memory, so a run adds to it in place. */
    BoundSlotRunner(DeviceDecoder graph, SlotRange slots) {
        this.slots = slots;
        host = graph.host();
        binding = graph.newBinding();
        for (int part = 0; part < graph.cache().parts(); part++) {
            NativeObject rows = graph.cached(part, slots);
            cached.add(rows);
            String name = (part % 2 == 0 ? "key_" : "value_") + part / 2;
            binding.input("past_" + name, rows);
            binding.output("present_" + name, rows);
        }
    }

    @Override
    public void prefill(StepMemory chunk) {
        try (var values = StepValues.prefill(host, chunk)) {
            run(values);
        }
    }

    @Override
    public void decode(StepMemory step) {
        StepValues values = decoding;
        if (values == null) {
            values = StepValues.decode(host, step, slots);
            decoding = values;
        }
        run(values);
    }

    @Override
    public void close() {
        binding.close();
        cached.forEach(NativeObject::close);
        if (decoding != null) {
            decoding.close();
        }
    }

    private void run(StepValues values) {
        values.bindTo(binding);
        binding.run();
    }
}
