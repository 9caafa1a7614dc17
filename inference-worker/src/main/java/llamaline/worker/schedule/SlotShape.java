package llamaline.worker.schedule;

/**
 * The slots that the scheduler plans with.
 *
 * @param slots rows of the KV cache
 * @param slotLength positions of a row: prompt and output together
 * @param chunkLength ids of a prompt that one call reads; prompts are cut at its multiples, so that
 *     the calls for a prompt depend on nothing but the prompt
 */
public record SlotShape(int slots, int slotLength, int chunkLength) {
    public SlotShape {
        if (slots < 1 || slotLength < 2 || chunkLength < 1) {
            throw new IllegalArgumentException(
                    "slots, slotLength and chunkLength must be >= 1, 2, 1, got %d, %d, %d"
                            .formatted(slots, slotLength, chunkLength));
        }
    }
}
