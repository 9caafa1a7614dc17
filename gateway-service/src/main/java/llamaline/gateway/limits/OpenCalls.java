package llamaline.gateway.limits;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the calls that are open and the memory that they take: their bodies and what their callers
 * have not read yet. Both are limited. Thread-safe.
 */
public final class OpenCalls {
    private final int maxCalls;
    private final long maxBytes;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** Nothing is open yet. */
    public OpenCalls(Limits limits) {
        this.maxCalls = limits.openCalls();
        this.maxBytes = limits.openBytes();
    }

    /** A permit for one more call, or none where all are taken. */
    public Optional<Permit> take() {
        if (calls.incrementAndGet() > maxCalls) {
            calls.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Permit());
    }

    /** Counts the calls that are open. */
    public int count() {
        return calls.get();
    }

    /** Returns the memory that they take, in bytes. */
    public long bytes() {
        return bytes.get();
    }

    /** One call's share. Closing it twice is as good as once. */
    public final class Permit implements AutoCloseable {
        private long mine;
        private boolean isClosed;

        private Permit() {}

        /**
         * Takes memory, or gives it back where {@code count} is below 0.
         *
         * @param count in bytes
         * @return false where all calls together now have more than they may; the memory counts
         *     until the permit is closed all the same
         */
        public synchronized boolean reserve(long count) {
            if (isClosed) {
                return false;
            }
            mine += count;
            return bytes.addAndGet(count) <= maxBytes;
        }

        @Override
        public synchronized void close() {
            if (!isClosed) {
                isClosed = true;
                calls.decrementAndGet();
                bytes.addAndGet(-mine);
            }
        }
    }
}
