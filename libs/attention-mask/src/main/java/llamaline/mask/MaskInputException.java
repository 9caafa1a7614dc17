package llamaline.mask;

/** What was asked for cannot be drawn; the message is for the caller who asked. */
public final class MaskInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MaskInputException(String message) {
        super(message);
    }
}
