package llamaline.worker.onnx;

import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.model.SlotPlan;
import org.jspecify.annotations.Nullable;

/**
 * Fills the small inputs of a graph's runs and reads their logits, the same on every device. Not
 * thread-safe.
 */
final class DecoderSteps implements AutoCloseable {
    private final DecoderShape shape;
    private final SlotPlan plan;
    private final SlotRunners runners;
    private final PaddingRows padding;
    private final StepMemory decodeMemory;
    private @Nullable StepMemory prefillMemory;

    /**
     * @param plan of the KV cache, with at least {@code leastRows} slots
     * @param leastRows rows of a step below which a row's bits depend on how many there are: 1, or
     *     2, where a step of one row gets the padding of an idle one
     */
    DecoderSteps(DecoderShape shape, SlotPlan plan, SlotRunners runners, int leastRows) {
        this.shape = shape;
        this.plan = plan;
        this.runners = runners;
        padding = new PaddingRows(plan, leastRows);
        decodeMemory = new StepMemory(plan.slots(), plan.slots(), plan.slots(), shape.vocabulary());
        for (int row = 0; row < plan.slots(); row++) {
            decodeMemory.setLogitIndex(row, row);
        }
    }

    /** Feeds a chunk, as {@link llamaline.worker.model.CausalLanguageModel#prefill} wants it. */
    Logits prefill(int slot, int cached, int[] chunk, LogitRows logits) {
        requireRoom(cached, chunk.length);
        if (padding.isNeeded(chunk.length)) {
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
        padding.holds(slot, cached + chunk.length);
        runners.prefill(slot, memory);
        return logits == LogitRows.NONE ? new NoLogits() : memory;
    }

    /** Makes a step, as {@link llamaline.worker.model.CausalLanguageModel#decode} wants it. */
    Logits decode(int firstSlot, int[] tokens, int[] cached) {
        int longest = 0;
        for (int row = 0; row < tokens.length; row++) {
            requireRoom(cached[row], 1);
            decodeMemory.setId(firstSlot + row, tokens[row]);
            decodeMemory.setLastPosition(firstSlot + row, cached[row]);
            padding.holds(firstSlot + row, cached[row] + 1);
            longest = Math.max(longest, cached[row] + 1);
        }
        SlotRange slots = new SlotRange(firstSlot, tokens.length);
        if (padding.isNeeded(tokens.length)) {
            int idle = padding.beside(firstSlot);
            decodeMemory.setId(idle, 0);
            decodeMemory.setLastPosition(idle, padding.idlePosition(idle));
            longest = Math.max(longest, padding.idlePosition(idle) + 1);
            slots = new SlotRange(Math.min(firstSlot, idle), 2);
        }
        decodeMemory.setTotal(longest);
        runners.decode(slots, decodeMemory);
        return new DecodeLogits(decodeMemory, firstSlot, tokens.length);
    }

    /** Notes positions that were copied from another slot. */
    void moved(int toSlot, int cached) {
        padding.holds(toSlot, cached);
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
                // Where there is no memory for the next, nobody must find the closed one.
                prefillMemory = null;
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

    /** The rows of a step, which are its slots'. */
    private record DecodeLogits(StepMemory memory, int firstSlot, int rows) implements Logits {
        @Override
        public void copyRow(int row, float[] into) {
            memory.copyRow(firstSlot + row, into);
        }
    }

    /** The result of a chunk that does not end its prompt. */
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
