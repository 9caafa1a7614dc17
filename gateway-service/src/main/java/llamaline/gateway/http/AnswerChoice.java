package llamaline.gateway.http;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.admission.AnswerOptions;
import llamaline.gateway.admission.CompletionCall;
import llamaline.gateway.admission.PromptInput;
import llamaline.gateway.stream.CallEvent;
import llamaline.gateway.stream.GeneratedToken;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.FinishReason;
import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * One choice of an answer: gathers what has come and was not yet written, and writes it, all at
 * once or in parts. Not thread-safe: its caller's event loop owns it.
 */
final class AnswerChoice {
    private final int index;
    private final AnswerOptions options;
    private final CodeLlamaTokenizer tokenizer;
    private final LogprobsJson logprobs;
    private final PromptInput prompt;
    private final List<TokenLogprobs> scored = new ArrayList<>();
    private final List<ShownToken> unwritten = new ArrayList<>();
    private final StringBuilder unwrittenText = new StringBuilder();
    private @Nullable List<Integer> promptIds;
    private CallEvent.@Nullable Ended end;
    private int cachedTokens;
    private int completionTokens;
    private int writtenCharacters;
    private long heldBytes;
    private boolean isEchoWritten;
    private boolean isBegun;
    private boolean isFinished;

    AnswerChoice(int index, CompletionCall call) {
        this.index = index;
        this.options = call.options();
        this.tokenizer = call.model().tokenizer();
        this.logprobs =
                new LogprobsJson(tokenizer, options.alternatives(), options.namesTokensById());
        this.prompt = call.prompts().get(index / call.n());
        this.isEchoWritten = !options.echoes();
    }

    void onEncoded(List<Integer> ids) {
        promptIds = ids;
    }

    void onCached(int tokens) {
        cachedTokens = tokens;
    }

    void onScored(List<TokenLogprobs> next) {
        scored.addAll(next);
        next.forEach(logprobs -> heldBytes += ShownToken.bytes(0, logprobs));
    }

    void onDelta(List<GeneratedToken> tokens) {
        completionTokens += tokens.size();
        for (GeneratedToken token : tokens) {
            unwritten.add(new ShownToken(token.id(), token.text(), token.logprobs()));
            unwrittenText.append(token.text());
            heldBytes += ShownToken.bytes(token.text().length(), token.logprobs());
        }
    }

    void onEnded(CallEvent.Ended last) {
        end = last;
        unwrittenText.append(last.rest());
        if (!unwritten.isEmpty()) {
            ShownToken token = unwritten.removeLast();
            unwritten.add(token.withText(token.text() + last.rest()));
        }
    }

    /** Roughly the memory of what is not written yet. */
    long heldBytes() {
        return heldBytes;
    }

    boolean isEncoded() {
        return promptIds != null;
    }

    boolean isEnded() {
        return end != null;
    }

    int promptTokens() {
        return promptIds == null ? 0 : promptIds.size();
    }

    int cachedTokens() {
        return cachedTokens;
    }

    int completionTokens() {
        return completionTokens;
    }

    /** Whether there is something to write: an echo, tokens, or the end. */
    boolean hasNews() {
        boolean echoes = !isEchoWritten && isEchoReady();
        return !isFinished && (echoes || !unwritten.isEmpty() || end != null);
    }

    /** Writes what has come as an element of {@code choices}; from now on it counts as written. */
    void putInto(JsonText json, boolean isWhole) {
        List<ShownToken> tokens = new ArrayList<>();
        String text = takeEcho(tokens) + unwrittenText;
        tokens.addAll(unwritten);
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
        putIds(json, isWhole);
        json.endObject();
        writtenCharacters += text.codePointCount(0, text.length());
        unwritten.clear();
        unwrittenText.setLength(0);
        heldBytes = 0;
        isBegun = true;
    }

    private boolean isEchoReady() {
        return promptIds != null
                && (!options.showsLogprobs() || scored.size() >= promptIds.size() - 1);
    }

    private String takeEcho(List<ShownToken> tokens) {
        List<Integer> ids = promptIds;
        if (isEchoWritten || ids == null) {
            return "";
        }
        isEchoWritten = true;
        String text = PromptEcho.text(prompt, ids, tokenizer);
        if (options.showsLogprobs()) {
            tokens.addAll(PromptEcho.tokens(text, ids, scored, tokenizer));
            scored.clear();
        }
        return text;
    }

    private void putEnd(JsonText json) {
        CallEvent.Ended last = end;
        json.key("finish_reason");
        if (last == null) {
            json.nothing();
        } else {
            json.value(last.reason() == FinishReason.STOP ? "stop" : "length");
            isFinished = true;
        }
        json.key("stop_reason").value(last == null ? null : last.stopString());
    }

    private void putIds(JsonText json, boolean isWhole) {
        if (isWhole) {
            json.key("prompt_logprobs").nothing();
        }
        if (!options.returnsIds()) {
            if (isWhole) {
                json.key("token_ids").nothing();
                json.key("prompt_token_ids").nothing();
            }
            return;
        }
        json.key("token_ids").ids(unwritten.stream().map(ShownToken::id).toList());
        List<Integer> ids = promptIds;
        if (ids != null && !isBegun) {
            json.key("prompt_token_ids").ids(ids);
        }
    }
}
