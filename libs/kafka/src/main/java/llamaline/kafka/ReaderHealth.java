package llamaline.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The readers of a service's topics, by whether they get on, and the records that they had to skip.
 * Brokers that are away hold no reader up: nothing is written that it would miss. Thread-safe.
 */
public final class ReaderHealth {
    /** Several tries, and the skipping of a long batch, fit in. */
    private static final long STALL_NANOS = Duration.ofSeconds(15).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Long> failingSince = new ConcurrentHashMap<>();
    private final LongAdder skipped = new LongAdder();

    ReaderHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Tells whether a reader has failed for a while, without a success. */
    public boolean isStalled() {
        long now = nanoTime.getAsLong();
        return failingSince.values().stream().anyMatch(since -> now - since > STALL_NANOS);
    }

    /** Counts the records that could not be decoded and were skipped. */
    public long skippedRecords() {
        return skipped.sum();
    }

    /** Notes that a reader failed; it is told by its name. */
    public void failed(String reader) {
        failingSince.putIfAbsent(reader, nanoTime.getAsLong());
    }

    /** Notes that a reader reads, or has ended. */
    public void works(String reader) {
        failingSince.remove(reader);
    }

    void skipped(long records) {
        skipped.add(records);
    }
}
