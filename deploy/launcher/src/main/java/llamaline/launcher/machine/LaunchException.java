package llamaline.launcher.machine;

/** What keeps a stack from starting or going on, in one sentence for the person who started it. */
public final class LaunchException extends Exception {
    public LaunchException(String message) {
        super(message);
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
