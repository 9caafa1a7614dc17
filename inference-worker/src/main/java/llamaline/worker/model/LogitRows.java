package llamaline.worker.model;

/** Which positions of a prefill chunk give logits: each row costs a pass through the head. */
public enum LogitRows {
    /** No row: more of the prompt follows. */
    NONE,
    /** One row: the chunk ends the prompt. */
    LAST,
    /** A row for each position: log-probabilities of the prompt. */
    ALL
}
