package llamaline.modelcard;

/**
 * A model's card that a reader must not keep; its message says why, without what the card holds.
 */
public final class RefusedCardException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is too much, how much it is and how much is allowed. */
    public RefusedCardException(String message) {
        super(message);
    }
}
