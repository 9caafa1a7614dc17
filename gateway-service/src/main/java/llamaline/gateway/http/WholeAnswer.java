package llamaline.gateway.http;

import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.stream.CallEvent;

/** A call's events as one JSON answer. Not thread-safe: the caller's event loop owns it. */
final class WholeAnswer {
    private final Answer answer;
    private final HttpServerResponse response;

    WholeAnswer(Answer answer, HttpServerResponse response) {
        this.answer = answer;
        this.response = response;
    }

    /** The next events; answers with the last. */
    void accept(List<CallEvent> events) {
        answer.accept(events);
        if (response.closed() || response.ended()) {
            return;
        }
        Refusal refusal = answer.refusal();
        if (refusal != null) {
            ErrorAnswer.send(response, refusal);
        } else if (answer.isEnded()) {
            response.putHeader("content-type", "application/json").end(answer.whole());
        }
    }
}
