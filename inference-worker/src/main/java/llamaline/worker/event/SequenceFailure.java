package llamaline.worker.event;

/**
 * The reason why a sequence ended before its completion was whole.
 *
 * @param message one sentence for the caller: what was wrong, where, what is allowed
 * @param param the request's field in the words of the HTTP interface, or empty
 */
public record SequenceFailure(SequenceErrorCode code, String message, String param) {
    /** Returns a failure that no field of the request caused. */
    public static SequenceFailure of(SequenceErrorCode code, String message) {
        return new SequenceFailure(code, message, "");
    }
}
