package llamaline.worker.onnx.cpu;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.Arena;
import java.util.Map;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.DecoderShape;
import llamaline.importer.model.ImportedModel;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.KvCache;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.DecoderSteps;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.GraphCalls;
import llamaline.worker.onnx.RotaryTables;
import llamaline.worker.onnx.SlotCalls;
import llamaline.worker.onnx.SlotRange;
import llamaline.worker.onnx.StepMemory;

/**
 * An imported model on ONNX Runtime's CPU provider. A chunk of a prompt is one call on one slot, a
 * decode step one call over a range of slots; both read and write the {@link KvCache} in place.
 *
 * <p>Not thread-safe: one owner thread makes all calls.
 */
public final class OnnxCausalLanguageModel implements CausalLanguageModel {
    private final DecoderShape shape;
    private final SlotPlan plan;
    private final OnnxSession session;
    private final int leastRows;
    private final KvCache cache;
    private final Arena arena = Arena.ofShared();
    private final Map<String, OnnxTensor> rotary;
    private final SlotCalls<TensorSlotRunner> slotCalls;
    private final DecoderSteps steps;

    private OnnxCausalLanguageModel(
            DecoderShape shape, SlotPlan plan, OnnxSession session, int leastRows) {
        this.shape = shape;
        this.plan = plan;
        this.session = session;
        this.leastRows = leastRows;
        SlotPlan rows = plan.withAtLeast(leastRows);
        cache = new KvCache(shape, rows);
        rotary = rotary();
        slotCalls =
                new SlotCalls<>(
                        slots -> new TensorSlotRunner(session, cache, shape, slots, rotary),
                        TensorSlotRunner::close);
        steps = new DecoderSteps(shape, rows, new Calls(), leastRows);
    }

    /**
     * Loads a model.
     *
     * @throws EngineException where ONNX Runtime refuses the graph
     * @throws llamaline.worker.model.KvBudgetException where the KV cache does not fit
     */
    public static OnnxCausalLanguageModel open(ImportedModel model, EngineSettings settings) {
        SlotPlan plan = settings.plan(model.shape(), ComputeType.FLOAT32);
        OnnxSession session = OnnxSession.open(model.graph(), settings.intraOpThreads());
        try {
            return new OnnxCausalLanguageModel(model.shape(), plan, session, model.leastRows());
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    @Override
    public int vocabulary() {
        return shape.vocabulary();
    }

    @Override
    public int slots() {
        return plan.slots();
    }

    @Override
    public int slotLength() {
        return plan.slotLength();
    }

    @Override
    public Logits prefill(int slot, int cached, int[] chunk, LogitRows logits) {
        return steps.prefill(slot, cached, chunk, logits);
    }

    @Override
    public Logits decode(int firstSlot, int[] tokens, int[] cached) {
        return steps.decode(firstSlot, tokens, cached);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {
        cache.move(fromSlot, toSlot, cached);
        steps.moved(toSlot, cached);
    }

    /** Frees the model and its KV cache; no call may be running. */
    @Override
    public void close() {
        slotCalls.close();
        rotary.values().forEach(OnnxTensor::close);
        session.close();
        cache.close();
        steps.close();
        arena.close();
    }

    private Map<String, OnnxTensor> rotary() {
        RotaryTables tables = RotaryTables.of(shape, plan.slotLength(), arena);
        int pairs = shape.headSize() / 2;
        return Map.of(
                "rotary_cos", session.floats(tables.cosines(), plan.slotLength(), pairs),
                "rotary_sin", session.floats(tables.sines(), plan.slotLength(), pairs));
    }

    /** The graph's calls, by the Java API. */
    private final class Calls implements GraphCalls {
        @Override
        public void prefill(int slot, StepMemory chunk) {
            slotCalls.get(new SlotRange(slot, 1)).prefill(chunk);
        }

        @Override
        public void decode(SlotRange slots, StepMemory step) {
            slots.cut(rowsOfACall(), leastRows).forEach(some -> slotCalls.get(some).decode(step));
        }
    }

    /**
     * A direct buffer has a limit; where more rows do not fit into one, a step takes more calls.
     */
    private int rowsOfACall() {
        long rows = OnnxSession.MOST_TENSOR_BYTES / cache.rowBytes();
        return Math.clamp(rows, 1, Math.max(leastRows, plan.slots()));
    }
}
