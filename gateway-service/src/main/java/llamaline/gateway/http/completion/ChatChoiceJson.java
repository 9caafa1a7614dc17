package llamaline.gateway.http.completion;

import java.util.List;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.output.ChoiceOutput;
import llamaline.gateway.validation.CallPrompt;
import llamaline.gateway.validation.CompletionCall;
import llamaline.gateway.validation.CompletionOptions;
import llamaline.gateway.validation.LogprobsOptions;

/**
 * Writes a choice in the chat route's form. Its parts are, in this order: the role, without content
 * or tokens; the echo, where it is asked for; content with its tokens, any number of times; the
 * end, without content.
 */
final class ChatChoiceJson implements ChoiceJson {
    private static final String ROLE = "assistant";

    private final int index;
    private final CompletionOptions options;
    private final ChatLogprobsJson logprobs;
    private final PromptLogprobsJson promptLogprobs;
    private final String prefix;
    private final ChoiceOutput output;
    private boolean isBegun;
    private boolean isEchoWritten;
    private boolean isFinished;

    ChatChoiceJson(int index, CompletionCall call, ChoiceOutput output) {
        this.index = index;
        this.output = output;
        this.options = call.options();
        LogprobsOptions shown = options.logprobs();
        TokenNames names = new TokenNames(call.model().tokenizer(), shown.namesTokensById());
        this.logprobs = new ChatLogprobsJson(names, shown.alternatives());
        this.promptLogprobs = new PromptLogprobsJson(names, shown.ofPrompt().orElse(0));
        this.prefix = options.echoes() ? prefix(call.prompts().getFirst()) : "";
        this.isEchoWritten = prefix.isEmpty();
    }

    @Override
    public ChoiceOutput output() {
        return output;
    }

    @Override
    public boolean hasPart() {
        boolean begins = !isBegun && output.promptIds() != null;
        return begins
                || (isBegun && !isEchoWritten)
                || hasContent()
                || (output.end() != null && !isFinished);
    }

    @Override
    public void putBeside(JsonText json, boolean isWhole) {
        if (isWhole) {
            json.key("prompt_logprobs");
            if (options.logprobs().ofPrompt().isPresent()) {
                promptLogprobs.putInto(json, output.promptLogprobs());
            } else {
                json.nothing();
            }
        }
        List<Integer> ids = output.promptIds();
        if (options.returnsIds() && !isBegun && ids != null) {
            json.key("prompt_token_ids").ids(ids);
        } else if (isWhole) {
            json.key("prompt_token_ids").nothing();
        }
    }

    @Override
    public void putInto(JsonText json, boolean isWhole) {
        json.object().key("index").value(index);
        if (isWhole) {
            putWhole(json);
        } else if (!isBegun) {
            putRole(json);
        } else if (!isEchoWritten) {
            putEcho(json);
        } else if (hasContent()) {
            putContent(json);
        } else {
            putFinish(json);
        }
        json.endObject();
        isBegun = true;
    }

    private boolean hasContent() {
        return output.hasTokens() || output.hasRest();
    }

    private void putWhole(JsonText json) {
        ChoiceOutput.Part all = output.take();
        json.key("message").object();
        json.key("role").value(ROLE);
        json.key("content").value(prefix + all.text());
        json.key("refusal").nothing();
        json.endObject();
        putLogprobs(json, all.tokens());
        FinishReasonJson.putInto(json, output.end());
        json.key("token_ids");
        if (options.returnsIds()) {
            json.ids(all.ids());
        } else {
            json.nothing();
        }
    }

    private void putRole(JsonText json) {
        json.key("delta").object();
        json.key("role").value(ROLE);
        json.key("content").nothing();
        json.endObject();
        json.key("logprobs").nothing();
        FinishReasonJson.putInto(json, null);
    }

    /**
     * The prefix that the caller had the completion begin with is text, and no generated tokens.
     */
    private void putEcho(JsonText json) {
        json.key("delta").object();
        json.key("content").value(prefix);
        json.endObject();
        json.key("logprobs").nothing();
        FinishReasonJson.putInto(json, null);
        isEchoWritten = true;
    }

    private void putContent(JsonText json) {
        ChoiceOutput.Part next = output.take();
        json.key("delta").object();
        json.key("content").value(next.text());
        json.endObject();
        putLogprobs(json, next.tokens());
        FinishReasonJson.putInto(json, null);
        if (options.returnsIds()) {
            json.key("token_ids").ids(next.ids());
        }
    }

    private void putFinish(JsonText json) {
        json.key("delta").object().endObject();
        json.key("logprobs").nothing();
        FinishReasonJson.putInto(json, output.end());
        isFinished = true;
    }

    private void putLogprobs(JsonText json, List<GeneratedToken> tokens) {
        json.key("logprobs");
        if (options.showsLogprobs()) {
            logprobs.putInto(json, tokens);
        } else {
            json.nothing();
        }
    }

    private static String prefix(CallPrompt prompt) {
        return prompt instanceof CallPrompt.Chat chat && chat.continueFinalMessage()
                ? chat.messages().getLast().content()
                : "";
    }
}
