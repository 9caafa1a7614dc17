package llamaline.worker.schedule;

import llamaline.worker.model.LogitRows;

/**
 * The next part of a prompt: ids [from, to) of the sequence, into a slot that holds {@code from}.
 */
public record PrefillChunk(Sequence sequence, int slot, int from, int to) implements ScheduledStep {
    /** The ids that the model reads: {@code int[to - from]}. */
    public int[] ids() {
        return sequence.ids(from, to);
    }

    /** Tells whether the chunk's last row gives the first new token. */
    public boolean endsPrompt() {
        return to == sequence.length();
    }

    /** All rows only where the log-probability of an id of the prompt itself is still to come. */
    public LogitRows logitRows() {
        boolean wantsAll = sequence.prompt().wantsPromptLogprobs();
        if (wantsAll && from + 1 < sequence.prompt().promptIds().count()) {
            return LogitRows.ALL;
        }
        return endsPrompt() ? LogitRows.LAST : LogitRows.NONE;
    }
}
