package llamaline.gateway.http.response;

import io.vertx.core.http.HttpServerResponse;
import java.util.OptionalInt;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import org.jspecify.annotations.Nullable;

/** Sends errors in OpenAI's shape. Every status of an error is set here. */
public final class ErrorResponse {
    private static final String REQUEST = "invalid_request_error";
    private static final String SERVER = "server_error";
    private static final int RETRY_SOON_SECONDS = 1;
    private static final int RETRY_LATER_SECONDS = 5;

    private ErrorResponse() {}

    /** Sends the error as the whole response, unless the caller is gone. */
    public static void send(HttpServerResponse response, Refusal refusal) {
        if (response.closed() || response.ended()) {
            return;
        }
        Kind kind = kind(refusal.code());
        response.setStatusCode(kind.status).putHeader("content-type", "application/json");
        kind.retryAfter()
                .ifPresentOrElse(
                        seconds -> response.putHeader("retry-after", String.valueOf(seconds)),
                        () -> {
                            if (kind.status != 500) {
                                response.putHeader("x-should-retry", "false");
                            }
                        });
        response.end(body(refusal));
    }

    /** Writes the whole body of an error. */
    public static String body(Refusal refusal) {
        JsonText json = new JsonText().object();
        putError(json, refusal);
        return json.endObject().toString();
    }

    /**
     * Writes an error in the middle of a stream. The empty list of choices keeps clients alive that
     * look for it in every event.
     */
    public static String event(Refusal refusal) {
        JsonText json = new JsonText().object();
        putError(json, refusal);
        return json.key("choices").array().endArray().endObject().toString();
    }

    private static Kind kind(RefusalCode code) {
        return switch (code) {
            case INVALID_REQUEST -> new Kind(400, REQUEST, null);
            case CONTEXT_LENGTH_EXCEEDED -> new Kind(400, REQUEST, "context_length_exceeded");
            case FOREIGN_ORIGIN -> new Kind(403, REQUEST, "foreign_origin");
            case MODEL_NOT_FOUND -> new Kind(404, REQUEST, "model_not_found");
            case ROUTE_NOT_FOUND -> new Kind(404, REQUEST, "unknown_url");
            case METHOD_NOT_ALLOWED -> new Kind(405, REQUEST, "method_not_allowed");
            case BODY_TIMEOUT -> new Kind(408, REQUEST, "body_timeout");
            case BODY_TOO_LARGE -> new Kind(413, REQUEST, "body_too_large");
            case UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED_ENCODING ->
                    new Kind(415, REQUEST, "unsupported_media_type");
            case INTERNAL -> new Kind(500, SERVER, "internal_error");
            case UNAVAILABLE -> new Kind(503, SERVER, "model_unavailable");
            case OVERLOADED -> new Kind(503, SERVER, "overloaded");
            case DEADLINE_EXCEEDED -> new Kind(504, SERVER, "deadline_exceeded");
        };
    }

    private static void putError(JsonText json, Refusal refusal) {
        Kind kind = kind(refusal.code());
        json.key("error").object();
        json.key("message").value(refusal.message());
        json.key("type").value(kind.type);
        json.key("param").value(refusal.param());
        json.key("code").value(kind.code);
        json.endObject();
    }

    private record Kind(int status, String type, @Nullable String code) {
        OptionalInt retryAfter() {
            if (status != 503) {
                return OptionalInt.empty();
            }
            boolean soon = "overloaded".equals(code);
            return OptionalInt.of(soon ? RETRY_SOON_SECONDS : RETRY_LATER_SECONDS);
        }
    }
}
