package llamaline.worker.onnx.device;

import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.ImportedModel;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.ElementType;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.NativeScope;
import llamaline.worker.onnx.capi.OrtApi;
import llamaline.worker.onnx.capi.OrtBinding;
import llamaline.worker.onnx.capi.TensorMemory;

/**
 * A model on a device, with all that its calls share: session, KV cache, rotary tables. Not
 * thread-safe.
 */
final class LoadedGraph implements AutoCloseable {
    private final OrtApi api;
    private final DecoderShape shape;
    private final ComputeType type;
    private final SlotPlan plan;
    private final NativeScope open = new NativeScope();
    private final NativeObject session;
    private final TensorMemory host;
    private final DeviceMemory memory;
    private final DeviceKvCache cache;
    private final RotaryValues rotary;

    /**
     * Loads a model.
     *
     * @param threads that compute what is computed on the CPU
     * @throws llamaline.worker.onnx.EngineException where ONNX Runtime refuses graph or device
     */
    LoadedGraph(OrtApi api, ComputeDevice device, ImportedModel model, SlotPlan plan, int threads) {
        this.api = api;
        this.plan = plan;
        shape = model.shape();
        type = model.compute();
        try {
            var sessions = open.keep(new DeviceSessions(api, device, threads));
            host = open.keep(new TensorMemory(api, new ComputeDevice.Cpu()));
            session = open.keep(sessions.open(model.graph()));
            memory = open.keep(new DeviceMemory(api, device, sessions, host));
            cache = new DeviceKvCache(shape, plan, type, memory);
            rotary = open.keep(RotaryValues.upload(shape, plan.slotLength(), type, memory));
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    DecoderShape shape() {
        return shape;
    }

    SlotPlan plan() {
        return plan;
    }

    DeviceKvCache cache() {
        return cache;
    }

    /** Memory of this process. */
    TensorMemory host() {
        return host;
    }

    /** A binding of the rotary tables; the caller closes it before the graph. */
    OrtBinding newBinding() {
        OrtBinding binding = new OrtBinding(api, session);
        rotary.bindTo(binding);
        return binding;
    }

    /** A range of slots of one part of the KV cache. */
    NativeObject cached(int part, SlotRange slots) {
        return memory.tensor(
                cache.rows(part, slots),
                ElementType.of(type),
                slots.count(),
                shape.kvHeads(),
                plan.slotLength(),
                shape.headSize());
    }

    @Override
    public void close() {
        open.close();
    }
}
