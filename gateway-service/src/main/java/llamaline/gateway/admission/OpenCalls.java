package llamaline.gateway.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls are open, and how much memory their bodies take; both are limited. Thread-safe.
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

    /** A place for one more call, or none where all are taken. */
    public Optional<Place> take() {
        if (calls.incrementAndGet() > maxCalls) {
            calls.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Place());
    }

    /** Calls that are open. */
    public int count() {
        return calls.get();
    }

    /** One call's share. Closing it twice is as good as once. */
    public final class Place implements AutoCloseable {
        private final AtomicBoolean isClosed = new AtomicBoolean();
        private final AtomicLong mine = new AtomicLong();

        private Place() {}

        /** Takes memory for {@code count} more bytes of the body; false where there is none. */
        public boolean reserve(long count) {
            mine.addAndGet(count);
            return bytes.addAndGet(count) <= maxBytes;
        }

        @Override
        public void close() {
            if (isClosed.compareAndSet(false, true)) {
                calls.decrementAndGet();
                bytes.addAndGet(-mine.get());
            }
        }
    }
}
