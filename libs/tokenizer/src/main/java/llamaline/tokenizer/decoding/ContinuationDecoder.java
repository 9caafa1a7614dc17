package llamaline.tokenizer.decoding;

/**
 * The text of ids that go on after a prompt, as they come: a first {@code ▁} is a space, special
 * tokens have no text, and a character is given when its last byte is there. All that was given,
 * joined, is the text of prompt and ids minus the prompt's own. Holds at most three bytes. Not
 * thread-safe.
 */
public final class ContinuationDecoder {
    private final PieceTexts pieces;
    private final boolean skipsSpecialTokens;
    private final PendingBytes run = new PendingBytes();

    public ContinuationDecoder(PieceTexts pieces, boolean skipsSpecialTokens) {
        this.pieces = pieces;
        this.skipsSpecialTokens = skipsSpecialTokens;
    }

    /**
     * What {@code id} adds: whole characters, often none.
     *
     * @throws IndexOutOfBoundsException where the vocabulary has no such id
     */
    public String accept(int id) {
        var text = new StringBuilder();
        accept(id, text);
        return text.toString();
    }

    /** What is held back when no id follows: U+FFFD for each byte of an unfinished character. */
    public String finish() {
        var text = new StringBuilder();
        run.end(text);
        return text.toString();
    }

    /** Appends to {@code text} what {@link #accept(int)} returns. */
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

    /** Takes from a prompt what is not shown yet: the bytes at its end. */
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
