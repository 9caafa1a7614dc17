package llamaline.worker.loop;

import llamaline.worker.model.LogitRows;

/**
 * The next part of a prompt: ids [from, to) of the sequence, into a slot that holds {@code from}.
 */
record PrefillChunk(Sequence sequence, Slot slot, int from, int to) {
    boolean endsPrompt() {
        return to == sequence.length();
    }

    /** All rows only where an id of the prompt itself is still to be scored. */
    LogitRows logitRows() {
        if (sequence.prompt.scoresPrompt() && from + 1 < sequence.prompt.promptIds().count()) {
            return LogitRows.ALL;
        }
        return endsPrompt() ? LogitRows.LAST : LogitRows.NONE;
    }
}
