package llamaline.worker.event;

/** The reason why a completion is whole. */
public enum SequenceFinishReason {
    /** The last token is a stop id. */
    STOP,
    /** The limit of new tokens or the end of the slot is reached. */
    LENGTH
}
