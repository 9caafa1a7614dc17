package llamaline.gateway.http.completion;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.request.CallPrompt;
import llamaline.gateway.request.CompletionCall;
import llamaline.gateway.request.CompletionOptions;
import llamaline.gateway.request.LogprobsOptions;
import llamaline.gateway.stream.CallEvent;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.TokenLogprobs;

/** A choice as the completions route writes it. A part is all that has come. */
final class CompletionChoiceJson implements ChoiceJson {
    private final int index;
    private final CompletionOptions options;
    private final CompletionLogprobsJson logprobs;
    private final PromptLogprobsJson promptLogprobs;
    private final PromptEcho promptEcho;
    private final ChoiceOutput news = new ChoiceOutput();
    private int writtenCharacters;
    private boolean isEchoWritten;
    private boolean isBegun;
    private boolean isFinished;

    CompletionChoiceJson(int index, CompletionCall call) {
        this.index = index;
        this.options = call.options();
        CodeLlamaTokenizer tokenizer = call.model().tokenizer();
        LogprobsOptions shown = options.logprobs();
        TokenNames names = new TokenNames(tokenizer, shown.namesTokensById());
        this.logprobs = new CompletionLogprobsJson(names, shown.alternatives());
        this.promptLogprobs = new PromptLogprobsJson(names, shown.ofPrompt().orElse(0));
        CallPrompt prompt = call.prompts().get(index / call.n());
        this.promptEcho = new PromptEcho(prompt, call.truncation(), tokenizer);
        this.isEchoWritten = !options.echoes();
    }

    @Override
    public ChoiceOutput news() {
        return news;
    }

    /** An echo, tokens, or the end. */
    @Override
    public boolean hasNews() {
        boolean echoes = !isEchoWritten && isEchoReady();
        return !isFinished && (echoes || news.hasTokens() || news.end() != null);
    }

    @Override
    public void putBeside(JsonText json, boolean isWhole) {}

    @Override
    public void putInto(JsonText json, boolean isWhole) {
        List<ShownToken> tokens = new ArrayList<>();
        String echo = takeEcho(tokens);
        List<TokenLogprobs> scored = List.copyOf(news.scored());
        ChoiceOutput.Written next = news.take();
        String text = echo + next.text();
        tokens.addAll(next.tokens());
        json.object();
        json.key("index").value(index);
        json.key("text").value(text);
        json.key("logprobs");
        if (options.showsLogprobs() && !tokens.isEmpty()) {
            logprobs.putInto(json, tokens, writtenCharacters);
        } else {
            json.nothing();
        }
        putEnd(json);
        if (isWhole) {
            putPromptLogprobs(json, scored);
        }
        putIds(json, next.tokens(), isWhole);
        json.endObject();
        writtenCharacters += text.codePointCount(0, text.length());
        isBegun = true;
    }

    private boolean isEchoReady() {
        List<Integer> ids = news.promptIds();
        return ids != null && (!options.showsLogprobs() || news.scored().size() >= ids.size() - 1);
    }

    private String takeEcho(List<ShownToken> tokens) {
        List<Integer> ids = news.promptIds();
        if (isEchoWritten || ids == null) {
            return "";
        }
        isEchoWritten = true;
        if (options.showsLogprobs()) {
            tokens.addAll(promptEcho.tokens(ids, news.scored()));
        }
        return promptEcho.text(ids);
    }

    private void putEnd(JsonText json) {
        CallEvent.Ended last = news.end();
        FinishReasonJson.putInto(json, last);
        isFinished = last != null;
    }

    private void putPromptLogprobs(JsonText json, List<TokenLogprobs> scored) {
        json.key("prompt_logprobs");
        if (options.logprobs().ofPrompt().isPresent()) {
            promptLogprobs.putInto(json, scored);
        } else {
            json.nothing();
        }
    }

    private void putIds(JsonText json, List<ShownToken> tokens, boolean isWhole) {
        if (!options.returnsIds()) {
            if (isWhole) {
                json.key("token_ids").nothing();
                json.key("prompt_token_ids").nothing();
            }
            return;
        }
        json.key("token_ids").ids(tokens.stream().map(ShownToken::id).toList());
        List<Integer> ids = news.promptIds();
        if (ids != null && !isBegun) {
            json.key("prompt_token_ids").ids(ids);
        }
    }
}
