package llamaline.gateway.http.completion;

import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.stream.CallEvent;
import llamaline.gateway.stream.GeneratedToken;
import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * What has come of one choice and was not yet written, and its counts. Not thread-safe: its
 * caller's event loop owns it.
 */
final class ChoiceOutput {
    private final List<TokenLogprobs> scored = new ArrayList<>();
    private final List<ShownToken> tokens = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable List<Integer> promptIds;
    private CallEvent.@Nullable Ended end;
    private int cachedTokens;
    private int completionTokens;
    private long heldBytes;

    void onEncoded(List<Integer> ids) {
        promptIds = ids;
    }

    void onCached(int count) {
        cachedTokens = count;
    }

    void onScored(List<TokenLogprobs> next) {
        scored.addAll(next);
        next.forEach(logprobs -> heldBytes += ShownToken.bytes(0, logprobs));
    }

    void onDelta(List<GeneratedToken> next) {
        for (GeneratedToken token : next) {
            tokens.add(new ShownToken(token.id(), token.text(), token.logprobs()));
            text.append(token.text());
            heldBytes += ShownToken.bytes(token.text().length(), token.logprobs());
        }
    }

    void onEnded(CallEvent.Ended last) {
        end = last;
        text.append(last.rest());
        if (!tokens.isEmpty()) {
            ShownToken token = tokens.removeLast();
            tokens.add(token.withText(token.text() + last.rest()));
        }
    }

    /** Roughly the memory of what is not written yet. */
    long heldBytes() {
        return heldBytes;
    }

    /** Null until the prompt is encoded. */
    @Nullable List<Integer> promptIds() {
        return promptIds;
    }

    /** Null until the choice is complete. */
    CallEvent.@Nullable Ended end() {
        return end;
    }

    /** Logprobs of the prompt's tokens, but the first, as far as they have come. */
    List<TokenLogprobs> scored() {
        return scored;
    }

    boolean hasTokens() {
        return !tokens.isEmpty();
    }

    /** Whether there is text to write: with its tokens, or held back until none could follow. */
    boolean hasText() {
        return !text.isEmpty();
    }

    int promptTokens() {
        return promptIds == null ? 0 : promptIds.size();
    }

    int cachedTokens() {
        return cachedTokens;
    }

    /** Those that were taken, with the one that ended the choice. */
    int completionTokens() {
        return completionTokens;
    }

    /** What is to be written now; from now on it counts as written. */
    Written take() {
        Written written = new Written(List.copyOf(tokens), text.toString());
        completionTokens += tokens.size();
        tokens.clear();
        text.setLength(0);
        scored.clear();
        heldBytes = 0;
        return written;
    }

    /**
     * A part of a choice.
     *
     * @param tokens with their parts of the text
     * @param text of all tokens, and what was held back
     */
    record Written(List<ShownToken> tokens, String text) {}
}
