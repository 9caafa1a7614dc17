package llamaline.tokenizer.sentencepiece;

/**
 * A vocabulary entry of a SentencePiece model.
 *
 * @param text the piece, with U+2581 in place of spaces
 * @param score the score; merges go in descending order of it
 */
public record ModelPiece(String text, float score, PieceType type) {}
