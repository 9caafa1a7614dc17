package llamaline.worker.model;

/** The positions of a prefill chunk that give logits: each row costs a pass through the head. */
public enum LogitRows {
    /** No row is needed: more of the prompt follows. */
    NONE,
    /** The last row is needed: the chunk ends the prompt. */
    LAST,
    /** A row is needed for each position, for log-probabilities of the prompt. */
    ALL
}
