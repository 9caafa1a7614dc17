package llamaline.gateway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.v1.Encoded;
import llamaline.v1.FinishReason;
import llamaline.v1.PromptLogprobs;
import llamaline.v1.SamplingParameters;
import llamaline.v1.TokenIds;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Hop 8 of the flow: the output of one choice so far, over all attempts. It turns token ids into
 * text by an {@link IncrementalDetokenizer} and gives the caller each index once, in order. Not
 * thread-safe.
 */
public final class OutputState {
    private final int choice;
    private final int vocabulary;
    private final int promptLength;
    private final SamplingParameters sampling;
    private final IncrementalDetokenizer text;
    private final Consumer<CallEvent> listener;
    private final GeneratedIds given = new GeneratedIds();
    private int promptLogprobs = 1;

    /**
     * An output without tokens.
     *
     * @param choice index within the call
     * @param encoded the prompt, at least one id
     * @param listener is given the choice's events
     */
    public OutputState(
            int choice,
            CodeLlamaTokenizer tokenizer,
            DetokenizerOptions options,
            SamplingParameters sampling,
            Encoded encoded,
            Consumer<CallEvent> listener) {
        this.choice = choice;
        this.vocabulary = tokenizer.vocabularySize();
        this.promptLength = encoded.getPromptIdsCount();
        this.sampling = sampling;
        this.text =
                new IncrementalDetokenizer(
                        tokenizer,
                        encoded.getPromptIdsList(),
                        encoded.getStopIdsList(),
                        options,
                        sampling.getMinNewTokens());
        this.listener = listener;
    }

    /** Tells whether all tokens were given that may be. */
    public boolean isFull() {
        return given.count() == sampling.getMaxNewTokens();
    }

    public boolean isStopped() {
        return text.isStopped();
    }

    public boolean isEmpty() {
        return given.count() == 0;
    }

    /** Counts the tokens that were given so far. */
    public int count() {
        return given.count();
    }

    /** The ids that another attempt has to go on after. */
    public TokenIds given() {
        return given.toMessage();
    }

    public void onCached(int tokens) {
        listener.accept(new CallEvent.Cached(choice, Math.clamp(tokens, 0, promptLength)));
    }

    /**
     * Takes those of the logprobs that are new.
     *
     * @return false where some are missing before them: then nothing was taken
     */
    public boolean take(PromptLogprobs event) {
        int skip = promptLogprobs - event.getFirstIndex();
        int count = event.getLogprobsCount();
        if (skip < 0 || event.getFirstIndex() + count > promptLength) {
            return false;
        }
        if (skip < count) {
            List<TokenLogprobs> fresh = event.getLogprobsList().subList(skip, count);
            promptLogprobs += fresh.size();
            listener.accept(new CallEvent.PromptLogprobs(choice, fresh));
        }
        return true;
    }

    /**
     * Takes those of the tokens that are new, up to the limit and to the one that completes a stop
     * string.
     *
     * @return false where some are missing before them, or are wrong: then nothing was taken
     */
    public boolean take(Tokens tokens) {
        if (!continues(tokens)) {
            return false;
        }
        List<GeneratedToken> fresh = new ArrayList<>();
        int next = given.count() - tokens.getFirstIndex();
        for (int i = next; i < tokens.getIdsCount() && !isFull() && !isStopped(); i++) {
            fresh.add(take(tokens, i));
        }
        if (!fresh.isEmpty()) {
            listener.accept(new CallEvent.Delta(choice, fresh));
        }
        return true;
    }

    /** Tells whether the prompt's logprobs are all there, where they were asked for. */
    public boolean hasPromptLogprobs() {
        return !sampling.getPromptLogprobs() || promptLogprobs >= promptLength;
    }

    /** Gives the text that was held back, and the end. */
    public void end(FinishReason reason) {
        String rest = text.isStopped() ? "" : text.finish();
        FinishReason last = text.isStopped() ? FinishReason.STOP : reason;
        String stop = text.stopString().orElse(null);
        Integer id = last == FinishReason.STOP && stop == null ? callersStopId() : null;
        listener.accept(new CallEvent.Ended(choice, rest, last, stop, id));
    }

    /** The last id, where the caller wanted to stop at it. */
    private @Nullable Integer callersStopId() {
        return given.count() > 0 && sampling.getStopIdsList().contains(given.last())
                ? given.last()
                : null;
    }

    private GeneratedToken take(Tokens tokens, int i) {
        int id = tokens.getIds(i);
        given.add(id);
        TokenLogprobs logprobs = tokens.getLogprobsCount() > 0 ? tokens.getLogprobs(i) : null;
        return new GeneratedToken(id, text.accept(id), logprobs);
    }

    private boolean continues(Tokens tokens) {
        int logprobs = tokens.getLogprobsCount();
        return tokens.getFirstIndex() >= 0
                && tokens.getFirstIndex() <= given.count()
                && (logprobs == 0 || logprobs == tokens.getIdsCount())
                && hasPromptLogprobs()
                && isInVocabulary(tokens);
    }

    private boolean isInVocabulary(Tokens tokens) {
        for (int i = 0; i < tokens.getIdsCount(); i++) {
            if (tokens.getIds(i) < 0 || tokens.getIds(i) >= vocabulary) {
                return false;
            }
        }
        return true;
    }
}
