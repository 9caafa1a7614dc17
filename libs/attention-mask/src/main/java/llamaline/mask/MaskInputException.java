package llamaline.mask;

/**
 * Reports an input that cannot be drawn. The message is for the caller and names the field, the
 * limit and the actual value.
 */
public final class MaskInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MaskInputException(String message) {
        super(message);
    }
}
