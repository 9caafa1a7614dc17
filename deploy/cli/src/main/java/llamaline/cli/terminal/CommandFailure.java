package llamaline.cli.terminal;

/** A command cannot do what was asked; the message is one line for the person who called it. */
public final class CommandFailure extends Exception {
    private final int exitCode;
    private final boolean concernsOnePrompt;

    public CommandFailure(String message) {
        super(message);
        this.exitCode = ExitCodes.FAILED;
        this.concernsOnePrompt = false;
    }

    public CommandFailure(String message, Throwable cause) {
        this(ExitCodes.FAILED, message, cause);
    }

    private CommandFailure(int exitCode, String message, boolean concernsOnePrompt) {
        super(message);
        this.exitCode = exitCode;
        this.concernsOnePrompt = concernsOnePrompt;
    }

    private CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.concernsOnePrompt = false;
    }

    /** Says that the call itself is wrong. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCodes.USAGE, message, false);
    }

    /** Says that no gateway answers. */
    public static CommandFailure unavailable(String message, Throwable cause) {
        return new CommandFailure(ExitCodes.UNAVAILABLE, message, cause);
    }

    /**
     * The gateway answered that it does not do it.
     *
     * @param status of HTTP, not 200
     */
    public static CommandFailure ofStatus(int status, String message) {
        return switch (status) {
            case 401, 403, 404, 405 -> new CommandFailure(ExitCodes.REFUSED, message, false);
            case 429, 503 -> new CommandFailure(ExitCodes.UNAVAILABLE, message, false);
            default ->
                    new CommandFailure(
                            status < 500 ? ExitCodes.REFUSED : ExitCodes.FAILED, message, true);
        };
    }

    /**
     * Says whether another prompt may fare better: not where the model or the gateway is missing.
     */
    public boolean concernsOnePrompt() {
        return concernsOnePrompt;
    }

    /** The code to end with, one of {@link ExitCodes}. */
    public int exitCode() {
        return exitCode;
    }
}
