package llamaline.tokenizer.sentencepiece;

/**
 * A file that is no SentencePiece BPE model of Llama's kind, or settings that do not go with it.
 * The message says what and where.
 */
public final class TokenizerFormatException extends RuntimeException {
    public TokenizerFormatException(String message) {
        super(message);
    }
}
