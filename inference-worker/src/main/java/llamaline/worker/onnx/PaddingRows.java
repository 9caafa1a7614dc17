package llamaline.worker.onnx;

import llamaline.worker.model.SlotPlan;

/**
 * The idle rows that keep a step from having fewer rows than a graph's kernels compute alike. An
 * idle row writes one position behind all that its slot holds, which its next id overwrites. Not
 * thread-safe.
 */
final class PaddingRows {
    private final int leastRows;
    private final int slotLength;
    private final int[] held;

    /**
     * @param plan of the KV cache, with at least that many slots
     * @param leastRows 1 or 2
     */
    PaddingRows(SlotPlan plan, int leastRows) {
        if (leastRows < 1 || leastRows > 2 || plan.slots() < leastRows) {
            throw new IllegalArgumentException(
                    "leastRows must be 1 or 2 and at most the slots, got %d for %d"
                            .formatted(leastRows, plan.slots()));
        }
        this.leastRows = leastRows;
        slotLength = plan.slotLength();
        held = new int[plan.slots()];
    }

    /** Tells whether a run with that many rows or new ids needs another. */
    boolean isNeeded(int rows) {
        return rows < leastRows;
    }

    /** Notes that a slot's positions [0, positions) may be in use. */
    void holds(int slot, int positions) {
        held[slot] = positions;
    }

    /** Returns the slot that is idle beside another. */
    int beside(int slot) {
        return slot + 1 < held.length ? slot + 1 : slot - 1;
    }

    /**
     * Returns the position where an idle row may write. The last position of a full slot is
     * nobody's: its sequence has ended, and no prompt that fits can share that much.
     */
    int idlePosition(int slot) {
        return Math.min(held[slot], slotLength - 1);
    }
}
