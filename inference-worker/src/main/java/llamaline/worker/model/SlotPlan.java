package llamaline.worker.model;

/**
 * How many positions each slot of the KV cache gets.
 *
 * @param slots rows, at least 1
 * @param slotLength positions of a row
 * @param bytesPerPosition keys and values of all layers at one position
 */
public record SlotPlan(int slots, int slotLength, long bytesPerPosition) {
    /** A prompt of one id and one id of output. */
    private static final int SHORTEST = 2;

    private static final long MIB = 1L << 20;

    /**
     * The longest slots that model, wish and memory allow.
     *
     * @param context wanted positions; 0 = as many as there may be
     * @param budgetBytes memory of the whole cache
     * @param elementSize bytes of a cached number
     * @throws KvBudgetException with the arithmetic, where not even the shortest prompt fits
     */
    public static SlotPlan of(
            DecoderShape shape, int slots, int context, long budgetBytes, int elementSize) {
        long bytesPerPosition = shape.floatsPerPosition() * elementSize;
        long affordable = budgetBytes / slots / bytesPerPosition;
        long wanted = context == 0 ? shape.positions() : Math.min(context, shape.positions());
        long length = Math.min(Math.min(wanted, affordable), addressable(shape, elementSize));
        if (length < SHORTEST) {
            throw new KvBudgetException(
                    ("The KV cache does not fit: %d slots of at least %d positions, %d bytes each"
                                    + " (2 x %d layers x %d heads x %d elements x %d bytes), are more"
                                    + " than the budget of %d bytes; fewer slots or a larger"
                                    + " llamaline.worker.kv-budget will do.")
                            .formatted(
                                    slots,
                                    SHORTEST,
                                    bytesPerPosition,
                                    shape.layers(),
                                    shape.kvHeads(),
                                    shape.headSize(),
                                    elementSize,
                                    budgetBytes));
        }
        return new SlotPlan(slots, (int) length, bytesPerPosition);
    }

    /** One slot of one layer is one buffer, and those have a limit. */
    private static long addressable(DecoderShape shape, int elementSize) {
        return Integer.MAX_VALUE / ((long) shape.kvHeads() * shape.headSize() * elementSize);
    }

    /** The same, with more slots where there are fewer: their memory is not counted on. */
    public SlotPlan withAtLeast(int leastSlots) {
        return new SlotPlan(Math.max(slots, leastSlots), slotLength, bytesPerPosition);
    }

    /** Memory of the whole cache, once all of it is used. */
    public long totalBytes() {
        return bytesPerPosition * slotLength * slots;
    }

    /** For a log line: the arithmetic. */
    @Override
    public String toString() {
        return "%d slots x %d positions x %d bytes = %d MiB of KV cache"
                .formatted(slots, slotLength, bytesPerPosition, totalBytes() / MIB);
    }
}
