package llamaline.cli;

/** Why a command cannot do what was asked, in one line for the person who called it. */
final class CommandFailure extends Exception {
    private final int exitCode;

    CommandFailure(String message) {
        this(ExitCodes.FAILED, message);
    }

    CommandFailure(String message, Throwable cause) {
        this(ExitCodes.FAILED, message, cause);
    }

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    private CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The call itself is wrong. */
    static CommandFailure usage(String message) {
        return new CommandFailure(ExitCodes.USAGE, message);
    }

    /** Nobody answers. */
    static CommandFailure unavailable(String message, Throwable cause) {
        return new CommandFailure(ExitCodes.UNAVAILABLE, message, cause);
    }

    /**
     * The gateway answered that it does not do it.
     *
     * @param status of HTTP, not 200
     */
    static CommandFailure ofStatus(int status, String message) {
        return new CommandFailure(
                switch (status) {
                    case 429, 503 -> ExitCodes.UNAVAILABLE;
                    default -> status < 500 ? ExitCodes.REFUSED : ExitCodes.FAILED;
                },
                message);
    }

    /** One of {@link ExitCodes}. */
    int exitCode() {
        return exitCode;
    }
}
