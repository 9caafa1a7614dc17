package llamaline.gateway.http.completion;

import java.util.List;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.request.CallPrompt;
import llamaline.gateway.request.CompletionCall;
import llamaline.gateway.request.CompletionOptions;
import llamaline.gateway.request.LogprobsOptions;

/**
 * A choice as the chat route writes it. Its parts are, in this order: the role, without content or
 * tokens; the echo, where it is asked for; content with its tokens, any number of times; the end,
 * without content.
 */
final class ChatChoiceJson implements ChoiceJson {
    private static final String ROLE = "assistant";

    private final int index;
    private final CompletionOptions options;
    private final ChatLogprobsJson logprobs;
    private final PromptLogprobsJson promptLogprobs;
    private final String begun;
    private final ChoiceOutput news = new ChoiceOutput();
    private boolean isBegun;
    private boolean isEchoWritten;
    private boolean isFinished;

    ChatChoiceJson(int index, CompletionCall call) {
        this.index = index;
        this.options = call.options();
        LogprobsOptions shown = options.logprobs();
        TokenNames names = new TokenNames(call.model().tokenizer(), shown.namesTokensById());
        this.logprobs = new ChatLogprobsJson(names, shown.alternatives());
        this.promptLogprobs = new PromptLogprobsJson(names, shown.ofPrompt().orElse(0));
        this.begun = options.echoes() ? begun(call.prompts().getFirst()) : "";
        this.isEchoWritten = begun.isEmpty();
    }

    @Override
    public ChoiceOutput news() {
        return news;
    }

    @Override
    public boolean hasNews() {
        boolean begins = !isBegun && news.promptIds() != null;
        return begins
                || (isBegun && !isEchoWritten)
                || hasContent()
                || (news.end() != null && !isFinished);
    }

    @Override
    public void putBeside(JsonText json, boolean isWhole) {
        if (isWhole) {
            json.key("prompt_logprobs");
            if (options.logprobs().ofPrompt().isPresent()) {
                promptLogprobs.putInto(json, news.scored());
            } else {
                json.nothing();
            }
        }
        List<Integer> ids = news.promptIds();
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
        return news.hasTokens() || news.hasText();
    }

    private void putWhole(JsonText json) {
        ChoiceOutput.Written all = news.take();
        json.key("message").object();
        json.key("role").value(ROLE);
        json.key("content").value(begun + all.text());
        json.key("refusal").nothing();
        json.endObject();
        putLogprobs(json, all.tokens());
        FinishReasonJson.putInto(json, news.end());
        json.key("token_ids");
        if (options.returnsIds()) {
            json.ids(ids(all.tokens()));
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

    /** What the caller had the answer begin with; no tokens of ours. */
    private void putEcho(JsonText json) {
        json.key("delta").object();
        json.key("content").value(begun);
        json.endObject();
        json.key("logprobs").nothing();
        FinishReasonJson.putInto(json, null);
        isEchoWritten = true;
    }

    private void putContent(JsonText json) {
        ChoiceOutput.Written next = news.take();
        json.key("delta").object();
        json.key("content").value(next.text());
        json.endObject();
        putLogprobs(json, next.tokens());
        FinishReasonJson.putInto(json, null);
        if (options.returnsIds()) {
            json.key("token_ids").ids(ids(next.tokens()));
        }
    }

    private void putFinish(JsonText json) {
        json.key("delta").object().endObject();
        json.key("logprobs").nothing();
        FinishReasonJson.putInto(json, news.end());
        isFinished = true;
    }

    private void putLogprobs(JsonText json, List<ShownToken> tokens) {
        json.key("logprobs");
        if (options.showsLogprobs()) {
            logprobs.putInto(json, tokens);
        } else {
            json.nothing();
        }
    }

    private static String begun(CallPrompt prompt) {
        return prompt instanceof CallPrompt.Chat chat && chat.continues()
                ? chat.messages().getLast().getContent()
                : "";
    }

    private static List<Integer> ids(List<ShownToken> tokens) {
        return tokens.stream().map(ShownToken::id).toList();
    }
}
