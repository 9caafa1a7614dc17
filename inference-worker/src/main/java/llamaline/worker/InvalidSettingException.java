package llamaline.worker;

/** A setting has a value that is not allowed. */
final class InvalidSettingException extends RuntimeException {
    InvalidSettingException(String message) {
        super(message);
    }
}
