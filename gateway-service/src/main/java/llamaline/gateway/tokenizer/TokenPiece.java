package llamaline.gateway.tokenizer;

import llamaline.tokenizer.CodeLlamaTokenizer;

/** A token id and what it stands for in a text. */
public sealed interface TokenPiece {
    /** The token's id. */
    int id();

    /** Characters, with a space for each mark of one; a special token is spelled. */
    record Text(int id, String text) implements TokenPiece {}

    /**
     * One byte of a character of several.
     *
     * @param value 128 to 255
     */
    record PartOfCharacter(int id, int value) implements TokenPiece {}

    /** The piece that {@code id} stands for. */
    static TokenPiece of(CodeLlamaTokenizer tokenizer, int id) {
        String piece = tokenizer.pieceOf(id);
        if (piece.length() != 6 || !piece.startsWith("<0x") || !piece.endsWith(">")) {
            return new Text(id, piece.replace('\u2581', ' '));
        }
        int value = Integer.parseInt(piece, 3, 5, 16);
        return value < 0x80
                ? new Text(id, String.valueOf((char) value))
                : new PartOfCharacter(id, value);
    }
}
