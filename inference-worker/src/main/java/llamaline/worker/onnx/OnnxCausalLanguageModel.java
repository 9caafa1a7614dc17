package llamaline.worker.onnx;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import llamaline.worker.checkpoint.ImportedModel;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.DecoderShape;
import llamaline.worker.model.KvCache;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.SlotRange.Slots;
import org.jspecify.annotations.Nullable;

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
    private final KvCache cache;
    private final Arena arena = Arena.ofShared();
    private final Map<String, OnnxTensor> rotary;
    private final StepMemory decodeMemory;
    private final DecodeCalls decodeCalls;
    private @Nullable StepMemory prefillMemory;

    private OnnxCausalLanguageModel(DecoderShape shape, SlotPlan plan, OnnxSession session) {
        this.shape = shape;
        this.plan = plan;
        this.session = session;
        cache = new KvCache(shape, plan);
        rotary = rotary();
        decodeMemory = new StepMemory(plan.slots(), plan.slots(), plan.slots(), shape.vocabulary());
        for (int row = 0; row < plan.slots(); row++) {
            decodeMemory.setLogitIndex(row, row);
        }
        decodeCalls = new DecodeCalls(this::decodeCall);
    }

    /**
     * Loads a model.
     *
     * @throws EngineException where ONNX Runtime refuses the graph
     * @throws llamaline.worker.model.KvBudgetException where the KV cache does not fit
     */
    public static OnnxCausalLanguageModel open(ImportedModel model, EngineSettings settings) {
        return open(model.graph(), model.shape(), settings);
    }

    /** As the other, for a graph without a card. */
    static OnnxCausalLanguageModel open(Path graph, DecoderShape shape, EngineSettings settings) {
        SlotPlan plan =
                SlotPlan.of(
                        shape,
                        settings.slots(),
                        settings.context(),
                        settings.kvBudgetBytes(),
                        Float.BYTES);
        OnnxSession session = OnnxSession.open(graph, settings.intraOpThreads());
        try {
            return new OnnxCausalLanguageModel(shape, plan, session);
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
        requireRoom(cached, chunk.length);
        boolean all = logits == LogitRows.ALL;
        StepMemory memory = prefillMemory(chunk.length, all ? chunk.length : 1);
        for (int i = 0; i < chunk.length; i++) {
            memory.setId(i, chunk[i]);
        }
        for (int row = 0; row < memory.rows(); row++) {
            memory.setLogitIndex(row, all ? row : chunk.length - 1);
        }
        memory.setLastPosition(0, cached + chunk.length - 1);
        memory.setTotal(cached + chunk.length);
        try (var step = StepTensors.prefill(session, memory, chunk.length, shape.vocabulary())) {
            decodeCalls.get(new Slots(slot, 1)).slots().run(session, step);
        }
        return logits == LogitRows.NONE ? new NoLogits() : memory;
    }

    @Override
    public Logits decode(int firstSlot, int[] tokens, int[] cached) {
        int longest = 0;
        for (int row = 0; row < tokens.length; row++) {
            requireRoom(cached[row], 1);
            decodeMemory.setId(firstSlot + row, tokens[row]);
            decodeMemory.setLastPosition(firstSlot + row, cached[row]);
            longest = Math.max(longest, cached[row] + 1);
        }
        decodeMemory.setTotal(longest);
        int most = rowsOfACall();
        for (int row = 0; row < tokens.length; row += most) {
            int count = Math.min(most, tokens.length - row);
            decodeCalls.get(new Slots(firstSlot + row, count)).run(session);
        }
        return new DecodeLogits(decodeMemory, firstSlot, tokens.length);
    }

    @Override
    public void move(int fromSlot, int toSlot, int cached) {
        cache.move(fromSlot, toSlot, cached);
    }

    /** Frees the model and its KV cache; no call may be running. */
    @Override
    public void close() {
        decodeCalls.close();
        rotary.values().forEach(OnnxTensor::close);
        session.close();
        cache.close();
        decodeMemory.close();
        if (prefillMemory != null) {
            prefillMemory.close();
        }
        arena.close();
    }

    private Map<String, OnnxTensor> rotary() {
        RotaryTables tables = RotaryTables.of(shape, plan.slotLength(), arena);
        int pairs = shape.headSize() / 2;
        return Map.of(
                "rotary_cos", session.floats(tables.cosines(), plan.slotLength(), pairs),
                "rotary_sin", session.floats(tables.sines(), plan.slotLength(), pairs));
    }

    private DecodeCall decodeCall(Slots slots) {
        return new DecodeCall(
                new SlotRange(session, cache, shape, slots, rotary),
                StepTensors.decode(
                        session, decodeMemory, slots.first(), slots.count(), shape.vocabulary()));
    }

    /** Chunks are mostly of one length, so the memory mostly stays. */
    private StepMemory prefillMemory(int tokens, int logitRows) {
        StepMemory memory = prefillMemory;
        if (memory == null || !memory.fits(tokens, logitRows)) {
            if (memory != null) {
                memory.close();
            }
            memory = new StepMemory(tokens, 1, logitRows, shape.vocabulary());
            prefillMemory = memory;
        }
        return memory;
    }

    /**
     * A direct buffer has a limit; where more rows do not fit into one, a step takes more calls.
     */
    private int rowsOfACall() {
        long rows = OnnxSession.MOST_TENSOR_BYTES / cache.rowBytes();
        return Math.clamp(rows, 1, plan.slots());
    }

    /** Beyond its end ONNX Runtime would write into the next head. */
    private void requireRoom(int cached, int added) {
        if (added < 1 || cached < 0 || cached + added > plan.slotLength()) {
            throw new IllegalArgumentException(
                    "%d cached and %d new positions do not fit into a slot of %d"
                            .formatted(cached, added, plan.slotLength()));
        }
    }

    /** Rows of a step are its slots'. */
    private record DecodeLogits(StepMemory memory, int firstSlot, int rows) implements Logits {
        @Override
        public void copyRow(int row, float[] into) {
            memory.copyRow(firstSlot + row, into);
        }
    }

    /** A chunk that does not end its prompt. */
    private record NoLogits() implements Logits {
        @Override
        public int rows() {
            return 0;
        }

        @Override
        public void copyRow(int row, float[] into) {
            throw new IndexOutOfBoundsException("no logits were asked for");
        }
    }
}
