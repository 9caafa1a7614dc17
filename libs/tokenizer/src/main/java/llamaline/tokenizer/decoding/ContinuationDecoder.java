package llamaline.tokenizer.decoding;

/**
 * Decodes a completion id by id: a first {@code ▁} is a space, and a character is given when its
 * last byte is there. All texts that it gives, joined, are the text of prompt and completion minus
 * the prompt's own. It holds at most three bytes. Not thread-safe.
 */
public final class ContinuationDecoder {
    private final PieceTexts pieces;
    private final boolean skipsSpecialTokens;
    private final PendingBytes run = new PendingBytes();

    /**
     * Begins a sequence; {@link #beginAfter} makes it the continuation of a prompt.
     *
     * @param skipsSpecialTokens whether special tokens have no text
     */
    public ContinuationDecoder(PieceTexts pieces, boolean skipsSpecialTokens) {
        this.pieces = pieces;
        this.skipsSpecialTokens = skipsSpecialTokens;
    }

    /**
     * Returns the text that {@code id} adds: whole characters, often none.
     *
     * @throws IndexOutOfBoundsException where the vocabulary has no such id
     */
    public String accept(int id) {
        var text = new StringBuilder();
        accept(id, text);
        return text.toString();
    }

    /**
     * Returns the text that is held back when no id follows: U+FFFD for each byte of an unfinished
     * character.
     */
    public String finish() {
        var text = new StringBuilder();
        run.end(text);
        return text.toString();
    }

    /**
     * Appends to {@code text} the characters that {@link #accept(int)} returns.
     *
     * @throws IndexOutOfBoundsException where the vocabulary has no such id
     */
    public void accept(int id, StringBuilder text) {
        if (pieces.isByte(id)) {
            run.add(pieces.byteOf(id), text);
            return;
        }
        if (continuesRun(id)) {
            return;
        }
        run.end(text);
        text.append(pieces.text(id));
    }

    /** Takes over the bytes at a prompt's end that are not a whole character yet. */
    public void beginAfter(int[] promptIds) {
        int from = promptIds.length;
        while (from > 0 && continuesRun(promptIds[from - 1])) {
            from--;
        }
        var shown = new StringBuilder();
        for (int i = from; i < promptIds.length; i++) {
            accept(promptIds[i], shown);
        }
        run.beginText();
    }

    private boolean continuesRun(int id) {
        return pieces.isByte(id) || (skipsSpecialTokens && pieces.isSpecial(id));
    }
}
