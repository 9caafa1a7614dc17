package llamaline.gateway.refusal;

import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import org.jspecify.annotations.Nullable;

/**
 * An error for the caller.
 *
 * @param message one sentence or two: what was wrong, where, what is allowed
 * @param param the request's field, null where none is to blame
 */
public record Refusal(RefusalCode code, String message, @Nullable String param) {
    /** A field's value is wrong. */
    public static Refusal ofField(String field, String message) {
        return new Refusal(RefusalCode.INVALID_REQUEST, message, field);
    }

    /** A failure that a tokenizer service or worker reports, in the gateway's terms. */
    public static Refusal of(Failure failure) {
        String message =
                failure.getMessage().isEmpty()
                        ? "The request failed (%s).".formatted(failure.getCode())
                        : failure.getMessage();
        String param = failure.getParam().isEmpty() ? null : failure.getParam();
        return new Refusal(code(failure.getCode()), message, param);
    }

    /** The open calls have too much memory together for one more request body. */
    public static Refusal requestsTooLarge() {
        return tooLarge("requests");
    }

    /** The open calls have too much memory together for more of a response. */
    public static Refusal responsesTooLarge() {
        return tooLarge("responses");
    }

    private static Refusal tooLarge(String what) {
        String message = "The open %s are too large together; try again.".formatted(what);
        return new Refusal(RefusalCode.OVERLOADED, message, null);
    }

    private static RefusalCode code(ErrorCode code) {
        return switch (code) {
            case INVALID_PROMPT, TOKEN_OUT_OF_VOCABULARY, INFILL_UNSUPPORTED, CHAT_UNSUPPORTED ->
                    RefusalCode.INVALID_REQUEST;
            case CONTEXT_LENGTH_EXCEEDED -> RefusalCode.CONTEXT_LENGTH_EXCEEDED;
            // The gateway knows the model, or it would not have asked.
            case MODEL_NOT_FOUND, MODEL_UNAVAILABLE -> RefusalCode.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> RefusalCode.DEADLINE_EXCEEDED;
            case CANCELLED,
                    TOO_MANY_DELIVERIES,
                    INTERNAL,
                    WORKER_STOPPING,
                    ERROR_CODE_UNSPECIFIED,
                    UNRECOGNIZED ->
                    RefusalCode.INTERNAL;
        };
    }
}
