package llamaline.tokenizer;

/**
 * What a piece of a SentencePiece model stands for; sentencepiece_model.proto numbers it from 1.
 */
enum PieceType {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    /** Whether text can become this piece: by merges, or for {@link #USER_DEFINED} as a whole. */
    boolean isReachedByText() {
        return this == NORMAL || this == USER_DEFINED;
    }
}
