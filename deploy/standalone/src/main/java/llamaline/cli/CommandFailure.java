package llamaline.cli;

/** Why a command cannot do what was asked, in one line for the person who called it. */
final class CommandFailure extends Exception {
    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
