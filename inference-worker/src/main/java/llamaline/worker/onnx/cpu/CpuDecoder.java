package llamaline.worker.onnx.cpu;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.Arena;
import java.util.Map;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.ImportedModel;
import llamaline.worker.model.KvCache;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.LoadedDecoder;
import llamaline.worker.onnx.OnnxCausalLanguageModel;
import llamaline.worker.onnx.RotaryTables;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.SlotRunner;

/**
 * A decoder on ONNX Runtime's CPU provider, with its {@link KvCache} in this process's memory. Not
 * thread-safe.
 */
public final class CpuDecoder implements LoadedDecoder {
    private final DecoderShape shape;
    private final SlotPlan plan;
    private final OnnxSession session;
    private final KvCache cache;
    private final Arena arena = Arena.ofShared();
    private final Map<String, OnnxTensor> rotary;

    private CpuDecoder(DecoderShape shape, SlotPlan plan, OnnxSession session) {
        this.shape = shape;
        this.plan = plan;
        this.session = session;
        cache = new KvCache(shape, plan);
        rotary = rotary();
    }

    /**
     * Loads a model.
     *
     * @throws EngineException where ONNX Runtime refuses the graph
     * @throws llamaline.worker.model.KvBudgetException where the KV cache does not fit
     */
    public static OnnxCausalLanguageModel open(ImportedModel model, EngineSettings settings) {
        SlotPlan plan = settings.plan(model.shape(), ComputeType.FLOAT32);
        int leastRows = model.leastRows();
        OnnxSession session = OnnxSession.open(model.graph(), settings.intraOpThreads());
        try {
            var decoder = new CpuDecoder(model.shape(), plan.withAtLeast(leastRows), session);
            return new OnnxCausalLanguageModel(decoder, plan, leastRows);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    @Override
    public DecoderShape shape() {
        return shape;
    }

    @Override
    public SlotPlan plan() {
        return plan;
    }

    /** A direct buffer has a limit, and a range of slots must fit into one. */
    @Override
    public int rowsPerRun() {
        long rows = OnnxSession.MOST_TENSOR_BYTES / cache.rowBytes();
        return Math.clamp(rows, 1, plan.slots());
    }

    @Override
    public SlotRunner runner(SlotRange slots) {
        return new TensorSlotRunner(session, cache, shape, slots, rotary);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {
        cache.move(fromSlot, toSlot, cached);
    }

    @Override
    public void close() {
        rotary.values().forEach(OnnxTensor::close);
        session.close();
        cache.close();
        arena.close();
    }

    private Map<String, OnnxTensor> rotary() {
        RotaryTables tables = RotaryTables.of(shape, plan.slotLength(), arena);
        int pairs = shape.headSize() / 2;
        return Map.of(
                "rotary_cos", session.floats(tables.cosines(), plan.slotLength(), pairs),
                "rotary_sin", session.floats(tables.sines(), plan.slotLength(), pairs));
    }
}
