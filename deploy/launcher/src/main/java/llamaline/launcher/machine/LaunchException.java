package llamaline.launcher.machine;

/** Says in one sentence, for the person who started it, why a stack cannot start or go on. */
public final class LaunchException extends Exception {
    public LaunchException(String message) {
        super(message);
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
