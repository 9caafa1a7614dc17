package llamaline.worker.event;

/**
 * Why a sequence ended without an answer.
 *
 * @param message one sentence for the caller: what was wrong, where, what is allowed
 * @param param the request's field in the words of the HTTP interface, or empty
 */
public record SequenceFailure(SequenceErrorCode code, String message, String param) {
    /** A failure that no field of the request caused. */
    public static SequenceFailure of(SequenceErrorCode code, String message) {
        return new SequenceFailure(code, message, "");
    }
}
