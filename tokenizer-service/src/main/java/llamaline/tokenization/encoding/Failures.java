package llamaline.tokenization.encoding;

import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;

/** Says why a request is refused, in sentences for its caller: never text of the prompt. */
public final class Failures {
    private static final int SHOWN_NAME = 100;

    private Failures() {}

    /** Says that no worker ever announced the model here. */
    public static Failure modelNotFound(String model) {
        String shown = model.length() > SHOWN_NAME ? model.substring(0, SHOWN_NAME) + "…" : model;
        return of(
                ErrorCode.MODEL_NOT_FOUND,
                "The model '" + shown + "' does not exist: no worker has announced it.",
                "model");
    }

    /** Says that the gateway no longer waits. */
    public static Failure deadlineExceeded() {
        return of(ErrorCode.DEADLINE_EXCEEDED, "The request's deadline has passed.", "");
    }

    /** Says that a defect of ours is in the way. */
    public static Failure internal() {
        return of(ErrorCode.INTERNAL, "The tokenizer service could not encode the prompt.", "");
    }

    /** Says that the broker did not take the prompt in time. */
    public static Failure notPublished() {
        String message = "The message broker did not take the prompt; try again later.";
        return of(ErrorCode.MODEL_UNAVAILABLE, message, "");
    }

    /**
     * Says that the prompt and all that goes with it make a record that no broker takes.
     *
     * @param limit in bytes
     */
    public static Failure tooLarge(int limit) {
        return of(
                ErrorCode.INVALID_PROMPT,
                "The request is too large: at most %d bytes are allowed as a record."
                        .formatted(limit),
                "prompt");
    }

    static Failure of(ErrorCode code, String message, String param) {
        return Failure.newBuilder().setCode(code).setMessage(message).setParam(param).build();
    }
}
