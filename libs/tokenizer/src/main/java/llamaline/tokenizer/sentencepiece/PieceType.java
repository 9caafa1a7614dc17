package llamaline.tokenizer.sentencepiece;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The role of a piece in a SentencePiece model.
 *
 * <p>Source: sentencepiece, src/sentencepiece_model.proto (SentencePiece.Type).
 */
public enum PieceType {
    NORMAL(1),
    UNKNOWN(2),
    CONTROL(3),
    USER_DEFINED(4),
    UNUSED(5),
    BYTE(6);

    private final int number;

    PieceType(int number) {
        this.number = number;
    }

    static Optional<PieceType> of(long number) {
        return Stream.of(values()).filter(type -> type.number == number).findFirst();
    }

    /** The type's number in the file. */
    public int number() {
        return number;
    }

    /**
     * Tells whether text can become this piece: by merges, or for {@link #USER_DEFINED} as a whole.
     */
    public boolean isReachedByText() {
        return this == NORMAL || this == USER_DEFINED;
    }
}
