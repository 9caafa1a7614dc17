package llamaline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Warns of records that are rejected, whoever floods a topic with them: the first at once, then one
 * line in a few seconds with the count of those before it. Thread-safe.
 */
public final class RejectionLog {
    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Logger log;
    private final LongSupplier nanoTime;
    private boolean isSilent;
    private long lastNanos;
    private long unsaid;

    /** Goes by the machine's own clock. */
    public RejectionLog(Logger log) {
        this(log, System::nanoTime);
    }

    RejectionLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts one more rejected record, and warns where it is time to.
     *
     * @param reason without anything that the record holds
     */
    public synchronized void add(String topic, String reason) {
        long now = nanoTime.getAsLong();
        if (isSilent && now - lastNanos < PAUSE_NANOS) {
            unsaid++;
            return;
        }
        log.log(
                Level.WARNING,
                "a record on {0} was rejected: {1}; before it, without a line: {2}",
                topic,
                reason,
                unsaid);
        isSilent = true;
        lastNanos = now;
        unsaid = 0;
    }
}
