package llamaline.gateway.http.completion;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.output.ChoiceOutput;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.validation.CompletionCall;

/**
 * The JSON of a response, whole or in chunks, from what its {@link OutputBuffer} holds. Not
 * thread-safe: the caller's event loop owns it.
 */
public final class CompletionResponse {
    private final ResponseHead head;
    private final CompletionCall call;
    private final ResponseKind kind;
    private final List<ChoiceJson> choices = new ArrayList<>();

    /**
     * A response of which nothing is written.
     *
     * @param output one choice for each prompt and choice of the call
     */
    public CompletionResponse(ResponseHead head, CompletionCall call, OutputBuffer output) {
        this.head = head;
        this.call = call;
        this.kind = ResponseKind.of(call);
        for (ChoiceOutput choice : output.choices()) {
            choices.add(kind.choice(choices.size(), call, choice));
        }
    }

    List<ChoiceJson> choices() {
        return choices;
    }

    /** Writes one JSON object with all choices and the counts. */
    String whole() {
        JsonText json = begin(true);
        choices.getFirst().putBeside(json, true);
        json.key("choices").array();
        choices.forEach(choice -> choice.putInto(json, true));
        json.endArray();
        json.key("usage");
        usage().putInto(json);
        return json.endObject().toString();
    }

    /** Writes the next part of one choice. */
    String chunk(ChoiceJson choice) {
        JsonText json = begin(false);
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
        return json.endObject().toString();
    }

    /** Writes the counts alone. */
    String usageChunk() {
        JsonText json = begin(false);
        json.key("choices").array().endArray();
        json.key("usage");
        usage().putInto(json);
        return json.endObject().toString();
    }

    private JsonText begin(boolean isWhole) {
        JsonText json = new JsonText().object();
        head.putInto(json, kind.object(isWhole));
        return json;
    }

    private TokenUsage usage() {
        return TokenUsage.of(choices.stream().map(ChoiceJson::output).toList(), call.n());
    }
}
