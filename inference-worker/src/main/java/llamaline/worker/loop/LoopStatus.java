package llamaline.worker.loop;

/**
 * The decode loop in numbers, after its last step.
 *
 * @param slots rows of the KV cache
 * @param busySlots of them taken
 * @param admitted prompts that got a slot since the start
 * @param tokens ids generated since the start
 * @param usedPositions of the KV cache that running sequences hold
 */
public record LoopStatus(
        int slots, int busySlots, long admitted, long tokens, long usedPositions) {}
