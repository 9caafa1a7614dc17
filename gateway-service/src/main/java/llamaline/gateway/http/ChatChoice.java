package llamaline.gateway.http;

import java.util.List;
import llamaline.gateway.admission.AnswerOptions;
import llamaline.gateway.admission.CompletionCall;

/**
 * A choice as the chat route writes it. Its parts are, in this order: the role, without content or
 * tokens; content with its tokens, any number of times; the end, without content.
 */
final class ChatChoice implements AnswerChoice {
    private static final String ROLE = "assistant";

    private final int index;
    private final AnswerOptions options;
    private final ChatLogprobsJson logprobs;
    private final ChoiceNews news = new ChoiceNews();
    private boolean isBegun;
    private boolean isFinished;

    ChatChoice(int index, CompletionCall call) {
        this.index = index;
        this.options = call.options();
        TokenNames names = new TokenNames(call.model().tokenizer(), options.namesTokensById());
        this.logprobs = new ChatLogprobsJson(names, options.alternatives());
    }

    @Override
    public ChoiceNews news() {
        return news;
    }

    @Override
    public boolean hasNews() {
        boolean begins = !isBegun && news.promptIds() != null;
        return begins || hasContent() || (news.end() != null && !isFinished);
    }

    @Override
    public void putBeside(JsonText json, boolean isWhole) {
        if (isWhole) {
            json.key("prompt_logprobs").nothing();
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
        ChoiceNews.Written all = news.take();
        json.key("message").object();
        json.key("role").value(ROLE);
        json.key("content").value(all.text());
        json.key("refusal").nothing();
        json.endObject();
        putLogprobs(json, all.tokens());
        EndJson.putInto(json, news.end());
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
        EndJson.putInto(json, null);
    }

    private void putContent(JsonText json) {
        ChoiceNews.Written next = news.take();
        json.key("delta").object();
        json.key("content").value(next.text());
        json.endObject();
        putLogprobs(json, next.tokens());
        EndJson.putInto(json, null);
        if (options.returnsIds()) {
            json.key("token_ids").ids(ids(next.tokens()));
        }
    }

    private void putFinish(JsonText json) {
        json.key("delta").object().endObject();
        json.key("logprobs").nothing();
        EndJson.putInto(json, news.end());
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

    private static List<Integer> ids(List<ShownToken> tokens) {
        return tokens.stream().map(ShownToken::id).toList();
    }
}
