package llamaline.gateway.refusal;

/** The reason why a call is answered with an error. */
public enum RefusalCode {
    /** A field or the body is wrong. */
    INVALID_REQUEST,
    /** The prompt leaves no room in the model's context. */
    CONTEXT_LENGTH_EXCEEDED,
    /** No model of that name was ever announced. */
    MODEL_NOT_FOUND,
    /** No worker answers for the model, or the broker is away. */
    UNAVAILABLE,
    /** The gateway is full: as many calls are open as may be. */
    OVERLOADED,
    /** The call took longer than its deadline. */
    DEADLINE_EXCEEDED,
    /** The service's own fault. */
    INTERNAL,
    /** The body did not come in time. */
    BODY_TIMEOUT,
    /** The body is longer than allowed. */
    BODY_TOO_LARGE,
    /** The body is not declared as JSON. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The body or message is compressed in a way that is not read. */
    UNSUPPORTED_ENCODING,
    /** There is no such route. */
    ROUTE_NOT_FOUND,
    /** The route has other methods. */
    METHOD_NOT_ALLOWED,
    /** A page of a foreign origin asks. */
    FOREIGN_ORIGIN
}
