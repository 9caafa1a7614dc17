package llamaline.gateway.http.completion;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.request.CompletionCall;
import llamaline.gateway.stream.CallEvent;
import org.jspecify.annotations.Nullable;

/**
 * The choices of an answer as they grow. What the caller has not read yet counts as its call's
 * memory. Not thread-safe: the caller's event loop owns it.
 */
public final class CompletionResponse {
    private final ResponseHead head;
    private final CompletionCall call;
    private final ResponseKind kind;
    private final List<ChoiceJson> choices = new ArrayList<>();
    private final OpenCalls.Permit permit;
    private @Nullable Refusal refusal;
    private long reservedBytes;

    public CompletionResponse(ResponseHead head, CompletionCall call, OpenCalls.Permit permit) {
        this.head = head;
        this.call = call;
        this.kind = ResponseKind.of(call);
        this.permit = permit;
        for (int i = 0; i < call.prompts().size() * call.n(); i++) {
            choices.add(kind.choice(i, call));
        }
    }

    /** Takes events in their order. */
    void accept(List<CallEvent> events) {
        for (CallEvent event : events) {
            switch (event) {
                case CallEvent.Encoded e -> news(e.choice()).onEncoded(e.promptIds());
                case CallEvent.Cached e -> news(e.choice()).onCached(e.tokens());
                case CallEvent.PromptLogprobs e -> news(e.choice()).onScored(e.logprobs());
                case CallEvent.Delta e -> news(e.choice()).onDelta(e.tokens());
                case CallEvent.Ended e -> news(e.choice()).onEnded(e);
                case CallEvent.Failed e -> refusal = Refusal.of(e.failure());
            }
        }
        if (!settle() && refusal == null) {
            refusal =
                    new Refusal(
                            RefusalCode.OVERLOADED,
                            "The answers that are open are too large together; try again.",
                            null);
        }
    }

    private ChoiceOutput news(int choice) {
        return choices.get(choice).news();
    }

    /** Takes memory for what is held, and gives back that of what was written. */
    private boolean settle() {
        long heldBytes = choices.stream().mapToLong(choice -> choice.news().heldBytes()).sum();
        long change = heldBytes - reservedBytes;
        reservedBytes = heldBytes;
        return permit.reserve(change);
    }

    /** Why there will be no answer, or null. */
    @Nullable Refusal refusal() {
        return refusal;
    }

    boolean isEncoded() {
        return choices.stream().allMatch(choice -> choice.news().promptIds() != null);
    }

    boolean isEnded() {
        return choices.stream().allMatch(choice -> choice.news().end() != null);
    }

    List<ChoiceJson> choices() {
        return choices;
    }

    /** One JSON object with all choices and the counts. */
    String whole() {
        JsonText json = begun(true);
        choices.getFirst().putBeside(json, true);
        json.key("choices").array();
        choices.forEach(choice -> choice.putInto(json, true));
        json.endArray();
        json.key("usage");
        usage().putInto(json);
        return json.endObject().toString();
    }

    /** The next part of one choice. */
    String chunk(ChoiceJson choice) {
        JsonText json = begun(false);
        choice.putBeside(json, false);
        json.key("choices").array();
        choice.putInto(json, false);
        json.endArray();
        if (call.options().countsAlong()) {
            json.key("usage");
            usage().putInto(json);
        } else if (call.options().includesUsage()) {
            json.key("usage").nothing();
        }
        settle();
        return json.endObject().toString();
    }

    /** The counts alone. */
    String usageChunk() {
        JsonText json = begun(false);
        json.key("choices").array().endArray();
        json.key("usage");
        usage().putInto(json);
        return json.endObject().toString();
    }

    private JsonText begun(boolean isWhole) {
        JsonText json = new JsonText().object();
        head.putInto(json, kind.object(isWhole));
        return json;
    }

    private TokenUsage usage() {
        return TokenUsage.of(choices, call.n());
    }
}
