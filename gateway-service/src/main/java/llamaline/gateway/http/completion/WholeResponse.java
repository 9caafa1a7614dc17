package llamaline.gateway.http.completion;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.refusal.Refusal;

/**
 * Hop 9 of the flow for a caller that does not stream: a call's output as one JSON body. Not
 * thread-safe: the caller's event loop owns it.
 */
public final class WholeResponse {
    private final OutputBuffer output;
    private final CompletionResponse json;
    private final HttpServerResponse response;

    /** A response that is sent when the output has ended. */
    public WholeResponse(
            OutputBuffer output, CompletionResponse json, HttpServerResponse response) {
        this.output = output;
        this.json = json;
        this.response = response;
    }

    /** Takes the next events; sends the body with the last, or the error. */
    public void accept(List<CallEvent> events) {
        output.accept(events);
        if (response.closed() || response.ended()) {
            return;
        }
        Refusal refusal = output.refusal();
        if (refusal != null) {
            ErrorResponse.send(response, refusal);
        } else if (output.isEnded()) {
            response.putHeader("content-type", "application/json").end(json.whole());
        }
    }
}
