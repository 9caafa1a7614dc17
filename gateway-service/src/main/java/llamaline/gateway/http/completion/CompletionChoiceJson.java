package llamaline.gateway.http.completion;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.output.ChoiceOutput;
import llamaline.gateway.validation.CallPrompt;
import llamaline.gateway.validation.CompletionCall;
import llamaline.gateway.validation.CompletionOptions;
import llamaline.gateway.validation.LogprobsOptions;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.TokenLogprobs;

/** Writes a choice in the completions route's form. A part is all output that waits. */
final class CompletionChoiceJson implements ChoiceJson {
    private final int index;
    private final CompletionOptions options;
    private final CompletionLogprobsJson logprobs;
    private final PromptLogprobsJson promptLogprobs;
    private final PromptEcho promptEcho;
    private final ChoiceOutput output;
    private int writtenCharacters;
    private boolean isEchoWritten;
    private boolean isBegun;
    private boolean isFinished;

    CompletionChoiceJson(int index, CompletionCall call, ChoiceOutput output) {
        this.index = index;
        this.output = output;
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
    public ChoiceOutput output() {
        return output;
    }

    /** A part is an echo, tokens, the end, or several of these. */
    @Override
    public boolean hasPart() {
        boolean echoes = !isEchoWritten && isEchoReady();
        return !isFinished && (echoes || output.hasTokens() || output.end() != null);
    }

    @Override
    public void putBeside(JsonText json, boolean isWhole) {}

    @Override
    public void putInto(JsonText json, boolean isWhole) {
        List<GeneratedToken> tokens = new ArrayList<>();
        String echo = takeEcho(tokens);
        List<TokenLogprobs> logprobsOfPrompt = List.copyOf(output.promptLogprobs());
        ChoiceOutput.Part next = output.take();
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
            putPromptLogprobs(json, logprobsOfPrompt);
        }
        putIds(json, next.ids(), isWhole);
        json.endObject();
        writtenCharacters += text.codePointCount(0, text.length());
        isBegun = true;
    }

    private boolean isEchoReady() {
        List<Integer> ids = output.promptIds();
        return ids != null
                && (!options.showsLogprobs() || output.promptLogprobs().size() >= ids.size() - 1);
    }

    private String takeEcho(List<GeneratedToken> tokens) {
        List<Integer> ids = output.promptIds();
        if (isEchoWritten || ids == null) {
            return "";
        }
        isEchoWritten = true;
        if (options.showsLogprobs()) {
            tokens.addAll(promptEcho.tokens(ids, output.promptLogprobs()));
        }
        return promptEcho.text(ids);
    }

    private void putEnd(JsonText json) {
        CallEvent.Ended last = output.end();
        FinishReasonJson.putInto(json, last);
        isFinished = last != null;
    }

    private void putPromptLogprobs(JsonText json, List<TokenLogprobs> logprobsOfPrompt) {
        json.key("prompt_logprobs");
        if (options.logprobs().ofPrompt().isPresent()) {
            promptLogprobs.putInto(json, logprobsOfPrompt);
        } else {
            json.nothing();
        }
    }

    private void putIds(JsonText json, List<Integer> tokenIds, boolean isWhole) {
        if (!options.returnsIds()) {
            if (isWhole) {
                json.key("token_ids").nothing();
                json.key("prompt_token_ids").nothing();
            }
            return;
        }
        json.key("token_ids").ids(tokenIds);
        List<Integer> ids = output.promptIds();
        if (ids != null && !isBegun) {
            json.key("prompt_token_ids").ids(ids);
        }
    }
}
