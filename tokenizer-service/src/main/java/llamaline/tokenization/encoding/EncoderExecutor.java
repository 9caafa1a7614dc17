package llamaline.tokenization.encoding;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads that encode. Long prompts have one of their own, behind each other, so that short ones
 * never wait for them. What waits is bounded by who hands it over.
 */
public final class EncoderExecutor implements AutoCloseable {
    /** Requests of more bytes take longer than a millisecond or two. */
    private static final int LONG_BYTES = 256 * 1024;

    private final ExecutorService shortPrompts;
    private final ExecutorService longPrompts;

    /**
     * @param threads for short prompts, at least 1
     */
    public EncoderExecutor(int threads) {
        shortPrompts =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("encoder-", 0).daemon().factory());
        longPrompts =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("long-encoder").daemon().factory());
    }

    /** Chooses the threads for a request of that size. */
    public Executor of(int bytes) {
        return bytes > LONG_BYTES ? longPrompts : shortPrompts;
    }

    /** Ends the threads without waiting for them. */
    @Override
    public void close() {
        shortPrompts.shutdownNow();
        longPrompts.shutdownNow();
    }
}
