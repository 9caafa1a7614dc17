package llamaline.cli.chat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jline.utils.NonBlockingReader;

/**
 * Watches the keyboard on a thread of its own, and interrupts another thread when Ctrl-C is
 * pressed. What else is typed meanwhile is kept.
 */
final class CancelKey {
    /** The character that the key sends. */
    static final int CODE = 3;

    private static final long POLL_MILLIS = 50;

    private final NonBlockingReader keyboard;
    private final Thread target;
    private final StringBuilder typed = new StringBuilder();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean isIgnored;
    private volatile boolean isPressed;

    CancelKey(NonBlockingReader keyboard, Thread target) {
        this.keyboard = keyboard;
        this.target = target;
    }

    void watch() {
        var _ = Thread.ofPlatform().daemon().name("cancel-key").start(this::read);
    }

    boolean isPressed() {
        return isPressed;
    }

    /**
     * What was typed for later, to be asked after {@link #ignore}; nothing with the key pressed.
     */
    String typed() {
        return isPressed ? "" : typed.toString();
    }

    /**
     * From now on the target is not interrupted; called by the target. A last interrupt on the way
     * does not end the wait.
     */
    void ignore() {
        isIgnored = true;
        ended.join();
        if (isPressed) {
            Thread.interrupted();
        }
    }

    private void read() {
        try {
            while (!isIgnored && !isPressed) {
                int next = keyboard.read(POLL_MILLIS);
                if (next == CODE) {
                    isPressed = true;
                    target.interrupt();
                } else if (next >= 0) {
                    typed.append((char) next);
                } else if (next == NonBlockingReader.EOF) {
                    return;
                }
            }
        } catch (IOException e) {
            // No keyboard any more: nobody can press the key.
        } finally {
            ended.complete(null);
        }
    }
}
