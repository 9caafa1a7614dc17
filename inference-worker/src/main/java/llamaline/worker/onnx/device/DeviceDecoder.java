package llamaline.worker.onnx.device;

import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.ImportedModel;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.LoadedDecoder;
import llamaline.worker.onnx.OnnxCausalLanguageModel;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.SlotRunner;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.ElementType;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.NativeScope;
import llamaline.worker.onnx.capi.OrtApi;
import llamaline.worker.onnx.capi.OrtBinding;
import llamaline.worker.onnx.capi.TensorMemory;

/**
 * A decoder on a device: the KV cache is allocated there once and bound once for each range of
 * slots; ids, lengths and logits are tensors of this process, which ONNX Runtime copies. Not
 * thread-safe.
 *
 * <p>On the CPU this gives what {@link llamaline.worker.onnx.cpu.CpuDecoder} gives, which the tests
 * show. No GPU was at hand when it was written: the CUDA provider, its kernels and the copies
 * between host and device have not run.
 */
public final class DeviceDecoder implements LoadedDecoder {
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

    private DeviceDecoder(
            OrtApi api, ComputeDevice device, ImportedModel model, SlotPlan plan, int threads) {
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

    /**
     * Loads a model.
     *
     * @throws llamaline.worker.onnx.EngineException where ONNX Runtime refuses library, device or
     *     graph
     * @throws llamaline.worker.model.KvBudgetException where the KV cache does not fit its budget
     */
    static OnnxCausalLanguageModel open(
            OrtApi api, ComputeDevice device, ImportedModel model, EngineSettings settings) {
        SlotPlan plan = settings.plan(model.shape(), model.compute());
        int leastRows = model.leastRows();
        SlotPlan rows = plan.withAtLeast(leastRows);
        var decoder = new DeviceDecoder(api, device, model, rows, settings.intraOpThreads());
        return new OnnxCausalLanguageModel(decoder, plan, leastRows);
    }

    @Override
    public DecoderShape shape() {
        return shape;
    }

    @Override
    public SlotPlan plan() {
        return plan;
    }

    @Override
    public int rowsPerRun() {
        return plan.slots();
    }

    @Override
    public SlotRunner runner(SlotRange slots) {
        return new BoundSlotRunner(this, slots);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {
        cache.move(fromSlot, toSlot);
    }

    DeviceKvCache cache() {
        return cache;
    }

    /** The memory of this process. */
    TensorMemory host() {
        return host;
    }

    /** Makes a binding of the rotary tables; the caller closes it before the decoder. */
    OrtBinding newBinding() {
        OrtBinding binding = new OrtBinding(api, session);
        rotary.bindTo(binding);
        return binding;
    }

    /** Makes a tensor over a range of slots of one part of the KV cache. */
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
