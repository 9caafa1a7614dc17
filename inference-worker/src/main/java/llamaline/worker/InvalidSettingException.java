package llamaline.worker;

/** Thrown where a setting has a value that is not allowed; the message says what is. */
final class InvalidSettingException extends RuntimeException {
    InvalidSettingException(String message) {
        super(message);
    }
}
