package llamaline.tokenization.kafka;

import java.util.concurrent.atomic.AtomicLong;

/** What became of requests since the start. Thread-safe. */
public final class RequestCounters {
    private final AtomicLong encoded = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    void countEncoded() {
        encoded.incrementAndGet();
    }

    void countRefused() {
        refused.incrementAndGet();
    }

    void countRejected() {
        rejected.incrementAndGet();
    }

    void countLost() {
        lost.incrementAndGet();
    }

    /** Prompts that went on to workers. */
    public long encoded() {
        return encoded.get();
    }

    /** Requests that were answered with a failure. */
    public long refused() {
        return refused.get();
    }

    /** Records that were no request, or named no one to answer. */
    public long rejected() {
        return rejected.get();
    }

    /** Records that the broker did not take. */
    public long lost() {
        return lost.get();
    }
}
