package llamaline.worker.sampling;

import org.jspecify.annotations.Nullable;

/**
 * The ids that a sequence has so far, as far as its penalties and its draws need it: without
 * penalties a counter and nothing else. Not thread-safe.
 */
public final class TokenHistory {
    private final @Nullable TokenCounts everything;
    private final @Nullable TokenCounts output;
    private int generated;

    /**
     * @param vocabulary ids in [0, vocabulary)
     */
    public TokenHistory(int vocabulary, Penalties penalties) {
        everything = penalties.countsPrompt() ? new TokenCounts(vocabulary) : null;
        output = penalties.countsOutput() ? new TokenCounts(vocabulary) : null;
    }

    /** Notes an id of the prompt. */
    public void addPrompt(int id) {
        if (everything != null) {
            everything.add(id);
        }
    }

    /** Notes a generated id, of this attempt or an earlier one. */
    public void addGenerated(int id) {
        addPrompt(id);
        if (output != null) {
            output.add(id);
        }
        generated++;
    }

    /** Counts the generated ids; that is the index of the next one. */
    public int generated() {
        return generated;
    }

    @Nullable TokenCounts everything() {
        return everything;
    }

    @Nullable TokenCounts output() {
        return output;
    }
}
