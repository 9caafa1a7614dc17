package llamaline.tokenizer.special;

import llamaline.tokenizer.sentencepiece.TokenizerFormatException;

/**
 * A token that is cut out of a text before the rest is encoded, as tokenizer_config.json lists it
 * under {@code added_tokens_decoder}.
 *
 * @param piece the token's text, not empty
 * @param lstrip whether white space before it is dropped
 * @param rstrip whether white space after it is dropped
 * @param special whether decoding may skip it
 */
public record AddedToken(int id, String piece, boolean lstrip, boolean rstrip, boolean special) {
    /**
     * @throws TokenizerFormatException where the id is negative or the piece empty
     */
    public AddedToken {
        if (id < 0) {
            throw new TokenizerFormatException("special piece: id must be >= 0, got " + id);
        }
        if (piece.isEmpty()) {
            throw new TokenizerFormatException("special piece " + id + " is empty");
        }
    }
}
