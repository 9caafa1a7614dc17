package llamaline.worker.loop;

import java.time.Duration;

/**
 * The limits of the decode loop.
 *
 * @param chunkLength ids of a prompt that one call reads, at least 1
 * @param commandLimit commands that may wait; who sends one more waits
 * @param engineFailureLimit so many failed calls in a row, and the model counts as broken
 * @param deliveryLimit a prompt delivered so often is refused: it may be what kills workers
 * @param stuckTimeout a call of the model that takes longer is taken for one that never ends
 */
public record LoopSettings(
        int chunkLength,
        int commandLimit,
        int engineFailureLimit,
        int deliveryLimit,
        Duration stuckTimeout) {
    /** Returns the limits of a worker that reads prompts in chunks of that length. */
    public static LoopSettings withChunkLength(int chunkLength) {
        return new LoopSettings(chunkLength, 1024, 3, 3, Duration.ofMinutes(2));
    }
}
