package llamaline.gateway.http.completion;

import llamaline.gateway.event.CallEvent;
import llamaline.gateway.http.response.JsonText;
import llamaline.v1.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * Writes why a choice ended, in OpenAI's word, and the stop string or the caller's stop id that
 * ended it, as other servers do.
 */
final class FinishReasonJson {
    private FinishReasonJson() {}

    /**
     * Writes {@code finish_reason} and {@code stop_reason}.
     *
     * @param end null while the choice goes on
     */
    static void putInto(JsonText json, CallEvent.@Nullable Ended end) {
        json.key("finish_reason");
        if (end == null) {
            json.nothing();
        } else {
            json.value(end.reason() == FinishReason.STOP ? "stop" : "length");
        }
        json.key("stop_reason");
        Integer id = end == null ? null : end.stopId();
        if (id != null) {
            json.value(id.longValue());
        } else {
            json.value(end == null ? null : end.stopString());
        }
    }
}
