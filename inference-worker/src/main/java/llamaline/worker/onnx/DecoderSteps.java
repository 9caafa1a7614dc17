package llamaline.worker.onnx;

import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.model.SlotPlan;
import org.jspecify.annotations.Nullable;

/**
 * Fills the small inputs of a graph's calls and reads their logits, the same on every device. Not
 * thread-safe.
 */
public final class DecoderSteps implements AutoCloseable {
    private final DecoderShape shape;
    private final SlotPlan plan;
    private final GraphCalls calls;
    private final PaddingRows company;
    private final StepMemory decodeMemory;
    private @Nullable StepMemory prefillMemory;

    public DecoderSteps(DecoderShape shape, SlotPlan plan, GraphCalls calls) {
        this(shape, plan, calls, 1);
    }

    /**
     * As the other.
     *
     * @param plan of the KV cache, with at least {@code leastRows} slots
     * @param leastRows rows of a step below which a row's bits depend on how many there are: 1, or
     *     2, where a step of one row gets the company of an idle one
     */
    public DecoderSteps(DecoderShape shape, SlotPlan plan, GraphCalls calls, int leastRows) {
        this.shape = shape;
        this.plan = plan;
        this.calls = calls;
        company = new PaddingRows(plan, leastRows);
        decodeMemory = new StepMemory(plan.slots(), plan.slots(), plan.slots(), shape.vocabulary());
        for (int row = 0; row < plan.slots(); row++) {
            decodeMemory.setLogitIndex(row, row);
        }
    }

    /** As {@link llamaline.worker.model.CausalLanguageModel#prefill}. */
    public Logits prefill(int slot, int cached, int[] chunk, LogitRows logits) {
        requireRoom(cached, chunk.length);
        if (company.isNeeded(chunk.length)) {
            Logits last = decode(slot, chunk, new int[] {cached});
            return logits == LogitRows.NONE ? new NoLogits() : last;
        }
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
        company.holds(slot, cached + chunk.length);
        calls.prefill(slot, memory);
        return logits == LogitRows.NONE ? new NoLogits() : memory;
    }

    /** As {@link llamaline.worker.model.CausalLanguageModel#decode}. */
    public Logits decode(int firstSlot, int[] tokens, int[] cached) {
        int longest = 0;
        for (int row = 0; row < tokens.length; row++) {
            requireRoom(cached[row], 1);
            decodeMemory.setId(firstSlot + row, tokens[row]);
            decodeMemory.setLastPosition(firstSlot + row, cached[row]);
            company.holds(firstSlot + row, cached[row] + 1);
            longest = Math.max(longest, cached[row] + 1);
        }
        SlotRange slots = new SlotRange(firstSlot, tokens.length);
        if (company.isNeeded(tokens.length)) {
            int idle = company.beside(firstSlot);
            decodeMemory.setId(idle, 0);
            decodeMemory.setLastPosition(idle, company.idlePosition(idle));
            longest = Math.max(longest, company.idlePosition(idle) + 1);
            slots = new SlotRange(Math.min(firstSlot, idle), 2);
        }
        decodeMemory.setTotal(longest);
        calls.decode(slots, decodeMemory);
        return new DecodeLogits(decodeMemory, firstSlot, tokens.length);
    }

    /** Must hear of positions that were copied from another slot. */
    public void moved(int toSlot, int cached) {
        company.holds(toSlot, cached);
    }

    @Override
    public void close() {
        decodeMemory.close();
        if (prefillMemory != null) {
            prefillMemory.close();
        }
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
