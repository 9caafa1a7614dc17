package llamaline.worker.model;

import llamaline.importer.model.DecoderShape;

/**
 * The layout of a KV cache: its slots and the positions that each of them gets.
 *
 * @param slots rows, at least 1
 * @param slotLength positions of a row
 * @param bytesPerPosition keys and values of all layers at one position
 */
public record SlotPlan(int slots, int slotLength, long bytesPerPosition) {
    /** The longest context that can be wished for where the model was made for a shorter one. */
    public static final int LONGEST_CONTEXT = 100_000;

    /** A prompt of one id and one id of output. */
    private static final int SHORTEST = 2;

    private static final long MIB = 1L << 20;

    /**
     * Plans the longest slots that memory allows, up to the model's own positions; or slots of the
     * wanted length, which may exceed these.
     *
     * @param context wanted positions; 0 = as many as there may be
     * @param budgetBytes memory of the whole cache
     * @param elementSize bytes of a cached number
     * @throws KvBudgetException with the arithmetic, where the wanted context or, without one, not
     *     even the shortest prompt fits
     */
    public static SlotPlan of(
            DecoderShape shape, int slots, int context, long budgetBytes, int elementSize) {
        long bytesPerPosition = shape.floatsPerPosition() * elementSize;
        long affordable = budgetBytes / slots / bytesPerPosition;
        long possible = Math.min(affordable, addressable(shape, elementSize));
        long length = context == 0 ? Math.min(shape.positions(), possible) : context;
        requireInReach(shape, context);
        if (length > possible || length < SHORTEST) {
            long least = Math.max(length, SHORTEST);
            throw new KvBudgetException(
                    ("The KV cache does not fit: %d slots x %d positions x %d bytes"
                                    + " (2 x %d layers x %d heads x %d elements x %d bytes)"
                                    + " = %d MiB, and the budget is %d MiB, which is %d positions;"
                                    + " a shorter llamaline.worker.context, fewer slots or a larger"
                                    + " llamaline.worker.kv-budget will do.")
                            .formatted(
                                    slots,
                                    least,
                                    bytesPerPosition,
                                    shape.layers(),
                                    shape.kvHeads(),
                                    shape.headSize(),
                                    elementSize,
                                    slots * least * bytesPerPosition / MIB,
                                    budgetBytes / MIB,
                                    Math.max(possible, 0)));
        }
        return new SlotPlan(slots, (int) length, bytesPerPosition);
    }

    private static void requireInReach(DecoderShape shape, int context) {
        int longest = Math.max(shape.positions(), LONGEST_CONTEXT);
        if (context > longest || context == 1) {
            throw new KvBudgetException(
                    "A context is %d to %d positions, got %d: the model was made for %d, and up to %d can be wished for."
                            .formatted(
                                    SHORTEST,
                                    longest,
                                    context,
                                    shape.positions(),
                                    LONGEST_CONTEXT));
        }
    }

    /** One slot of one layer is one buffer, and those have a limit. */
    private static long addressable(DecoderShape shape, int elementSize) {
        return Integer.MAX_VALUE / ((long) shape.kvHeads() * shape.headSize() * elementSize);
    }

    /**
     * Returns the same plan with more slots where there are fewer; the budget does not count them.
     */
    public SlotPlan withAtLeast(int leastSlots) {
        return new SlotPlan(Math.max(slots, leastSlots), slotLength, bytesPerPosition);
    }

    /** The size of the whole cache in bytes, once all of it is used. */
    public long totalBytes() {
        return bytesPerPosition * slotLength * slots;
    }

    /** Shows the arithmetic, for a log line. */
    @Override
    public String toString() {
        return "%d slots x %d positions x %d bytes = %d MiB of KV cache"
                .formatted(slots, slotLength, bytesPerPosition, totalBytes() / MIB);
    }
}
