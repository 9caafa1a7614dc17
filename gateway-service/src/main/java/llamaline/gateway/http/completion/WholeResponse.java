package llamaline.gateway.http.completion;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.stream.CallEvent;

/** A call's events as one JSON answer. Not thread-safe: the caller's event loop owns it. */
public final class WholeResponse {
    private final CompletionResponse answer;
    private final HttpServerResponse response;

    public WholeResponse(CompletionResponse answer, HttpServerResponse response) {
        this.answer = answer;
        this.response = response;
    }

    /** The next events; answers with the last. */
    public void accept(List<CallEvent> events) {
        answer.accept(events);
        if (response.closed() || response.ended()) {
            return;
        }
        Refusal refusal = answer.refusal();
        if (refusal != null) {
            ErrorResponse.send(response, refusal);
        } else if (answer.isEnded()) {
            response.putHeader("content-type", "application/json").end(answer.whole());
        }
    }
}
