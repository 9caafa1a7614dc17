package llamaline.gateway.output;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * The output of one choice that has come and was not yet written, and the counts of what was. Not
 * thread-safe: its caller's event loop owns it.
 */
public final class ChoiceOutput {
    /** Objects of a token, and of each of its alternatives, on a 64-bit machine. */
    private static final int TOKEN_BYTES = 160;

    private static final int ALTERNATIVE_BYTES = 40;
    private static final int CHARACTER_BYTES = 4;

    private final List<TokenLogprobs> promptLogprobs = new ArrayList<>();
    private final Deque<GeneratedToken> tokens = new ArrayDeque<>();
    private String rest = "";
    private @Nullable List<Integer> promptIds;
    private CallEvent.@Nullable Ended end;
    private int cachedTokens;
    private int completionTokens;
    private long heldBytes;

    ChoiceOutput() {}

    /** Takes the choice's next event. */
    void accept(CallEvent.Encoded event) {
        promptIds = event.promptIds();
    }

    void accept(CallEvent.Cached event) {
        cachedTokens = event.tokens();
    }

    void accept(CallEvent.PromptLogprobs event) {
        promptLogprobs.addAll(event.logprobs());
        event.logprobs().forEach(logprobs -> heldBytes += bytes("", logprobs));
    }

    void accept(CallEvent.Delta event) {
        tokens.addAll(event.tokens());
        event.tokens().forEach(token -> heldBytes += bytes(token));
    }

    /** Takes the end; text that was held back belongs to the last token, where it still waits. */
    void accept(CallEvent.Ended event) {
        end = event;
        heldBytes += CHARACTER_BYTES * (long) event.rest().length();
        if (tokens.isEmpty()) {
            rest = event.rest();
            return;
        }
        GeneratedToken last = tokens.removeLast();
        tokens.add(new GeneratedToken(last.id(), last.text() + event.rest(), last.logprobs()));
    }

    /** Roughly the memory of what is not written yet, in bytes. */
    long heldBytes() {
        return heldBytes;
    }

    /** The prompt's token ids, null until it is encoded. */
    public @Nullable List<Integer> promptIds() {
        return promptIds;
    }

    /** Returns the end of the choice, null until it has come. */
    public CallEvent.@Nullable Ended end() {
        return end;
    }

    /** Logprobs of the prompt's tokens, but the first, as far as they have come and wait. */
    public List<TokenLogprobs> promptLogprobs() {
        return promptLogprobs;
    }

    /** Tells whether generated tokens wait to be written. */
    public boolean hasTokens() {
        return !tokens.isEmpty();
    }

    /** Tells whether text waits that was held back until no token could follow. */
    public boolean hasRest() {
        return !rest.isEmpty();
    }

    /** Counts the prompt's tokens; 0 until it is encoded. */
    public int promptTokens() {
        return promptIds == null ? 0 : promptIds.size();
    }

    /** Counts the prompt's tokens that were in the worker's KV cache. */
    public int cachedTokens() {
        return cachedTokens;
    }

    /** Counts the tokens that were taken, with the one that ended the choice. */
    public int completionTokens() {
        return completionTokens;
    }

    /** Takes all that waits; from now on it counts as written. */
    public Part take() {
        return take(Integer.MAX_VALUE);
    }

    /**
     * Takes what waits, up to a number of tokens; from now on it counts as written.
     *
     * @param mostTokens at least 1
     */
    public Part take(int mostTokens) {
        List<GeneratedToken> taken = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (!tokens.isEmpty() && taken.size() < mostTokens) {
            GeneratedToken token = tokens.removeFirst();
            heldBytes -= bytes(token);
            taken.add(token);
            text.append(token.text());
        }
        if (tokens.isEmpty()) {
            heldBytes -= CHARACTER_BYTES * (long) rest.length();
            text.append(rest);
            rest = "";
        }
        completionTokens += taken.size();
        promptLogprobs.forEach(logprobs -> heldBytes -= bytes("", logprobs));
        promptLogprobs.clear();
        return new Part(taken, text.toString());
    }

    private static long bytes(GeneratedToken token) {
        return bytes(token.text(), token.logprobs());
    }

    private static long bytes(String text, @Nullable TokenLogprobs logprobs) {
        int alternatives = logprobs == null ? 0 : logprobs.getTopCount();
        return TOKEN_BYTES
                + CHARACTER_BYTES * (long) text.length()
                + ALTERNATIVE_BYTES * (long) alternatives;
    }

    /**
     * A part of a choice, which is written once.
     *
     * @param tokens with their parts of the text
     * @param text of all tokens, and what was held back until none could follow
     */
    public record Part(List<GeneratedToken> tokens, String text) {
        public Part {
            tokens = List.copyOf(tokens);
        }

        /** The ids of the part's tokens. */
        public List<Integer> ids() {
            return tokens.stream().map(GeneratedToken::id).toList();
        }
    }
}
