package llamaline.tokenizer.sentencepiece;

/**
 * Reports a file that is no SentencePiece BPE model of Llama's kind, or options that do not go with
 * it. The message names the field and its byte or id.
 */
public final class TokenizerFormatException extends RuntimeException {
    public TokenizerFormatException(String message) {
        super(message);
    }
}
