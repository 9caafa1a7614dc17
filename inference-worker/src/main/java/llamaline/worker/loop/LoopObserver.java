package llamaline.worker.loop;

import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.prompt.Prompt;

/**
 * Observes the decode loop, for whoever measures it. Called on the loop's thread, or after its end
 * on the one that stops it; must not wait.
 */
public interface LoopObserver {
    /** An observer that measures nothing. */
    LoopObserver NONE = new LoopObserver() {};

    /** A prompt is not taken in: it ran or runs here already, or a later attempt does. */
    default void droppedRedelivery() {}

    /** A prompt is not taken in: it was cancelled before it came. */
    default void droppedCancelled() {}

    /** A prompt is refused with an error instead of being taken in. */
    default void refused(SequenceErrorCode code) {}

    /**
     * A prompt gets a slot.
     *
     * @param cached ids of it that the slot already holds
     * @param queueMillis since it was published, by its publisher's clock
     */
    default void admitted(Prompt prompt, int cached, long queueMillis) {}

    /** A call of the model read so many ids of a prompt. */
    default void prefilled(int ids, long nanos) {}

    /** A call of the model gave so many sequences their next id. */
    default void stepped(int sequences, long nanos) {}

    /** A completion is whole. */
    default void finished(Prompt prompt, SequenceProgress progress, SequenceFinishReason reason) {}

    /** A sequence ends with an error. */
    default void failed(Prompt prompt, SequenceProgress progress, SequenceErrorCode code) {}

    /** A sequence ends without an event: nobody wants it any more. */
    default void cancelled(Prompt prompt, SequenceProgress progress) {}
}
