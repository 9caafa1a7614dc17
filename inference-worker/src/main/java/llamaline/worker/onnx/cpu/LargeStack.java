package llamaline.worker.onnx.cpu;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs what needs more stack than a thread has. ONNX Runtime 1.29 matches a regular expression
 * against the process's command line when it makes a session, and recurses for each character: some
 * 5,000 of them, a class path say, overflow a thread's usual stack and kill the process.
 */
public final class LargeStack {
    /** For command lines of some 200,000 characters; only what is used is ever touched. */
    private static final long BYTES = 64L << 20;

    private LargeStack() {}

    /**
     * Calls a task on a thread of its own, and waits.
     *
     * @throws RuntimeException what {@code task} threw
     */
    public static <T> T call(Supplier<T> task) {
        var future = new FutureTask<T>(task::get);
        var thread = new Thread(null, future, "large-stack", BYTES);
        thread.start();
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    isInterrupted = true;
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case RuntimeException cause -> throw cause;
                        case Error cause -> throw cause;
                        case null, default -> throw new IllegalStateException(e);
                    }
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
