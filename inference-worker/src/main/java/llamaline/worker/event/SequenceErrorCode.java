package llamaline.worker.event;

/** The kinds of failure that a worker finds; the contract has the same names. */
public enum SequenceErrorCode {
    INVALID_PROMPT,
    CONTEXT_LENGTH_EXCEEDED,
    TOKEN_OUT_OF_VOCABULARY,
    DEADLINE_EXCEEDED,
    TOO_MANY_DELIVERIES,
    INTERNAL,
    WORKER_STOPPING
}
