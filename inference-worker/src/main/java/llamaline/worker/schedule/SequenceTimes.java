package llamaline.worker.schedule;

import llamaline.worker.event.SequenceProgress;
import llamaline.worker.event.SequenceTimings;

/**
 * The times of a sequence, on one monotonic clock of nanoseconds: its admission and its first
 * token. Not thread-safe.
 */
public final class SequenceTimes {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private long queueMillis;
    private long admittedNanos;
    private long firstTokenNanos;
    private boolean isAdmitted;
    private boolean hasToken;

    /** Notes the admission, and how long the prompt waited for it. */
    public void admitted(long nanos, long waitedMillis) {
        isAdmitted = true;
        admittedNanos = nanos;
        queueMillis = waitedMillis;
    }

    /** Notes a token; the first one alone counts. */
    public void token(long nanos) {
        if (!hasToken) {
            hasToken = true;
            firstTokenNanos = nanos;
        }
    }

    /**
     * Tells how far the sequence came, for whoever measures it.
     *
     * @param nanos now
     * @param generated ids of this attempt
     */
    public SequenceProgress progress(long nanos, int generated) {
        if (!isAdmitted) {
            return new SequenceProgress(0, 0, 0, false);
        }
        long prefillEnd = prefillEnd(nanos);
        return new SequenceProgress(
                prefillEnd - admittedNanos, nanos - prefillEnd, generated, true);
    }

    /**
     * Tells how long the sequence waited, read and wrote, for its caller.
     *
     * @param nanos now
     */
    public SequenceTimings timings(long nanos) {
        if (!isAdmitted) {
            return SequenceTimings.NONE;
        }
        long prefillEnd = prefillEnd(nanos);
        return new SequenceTimings(
                queueMillis,
                (prefillEnd - admittedNanos) / NANOS_PER_MILLI,
                (nanos - prefillEnd) / NANOS_PER_MILLI);
    }

    private long prefillEnd(long nanos) {
        return hasToken ? firstTokenNanos : nanos;
    }
}
