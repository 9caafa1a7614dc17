package llamaline.contract;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The requests that callers no longer want. A cancellation may overtake its request, so each is
 * kept until its deadline; the oldest goes first when there are too many. What is no request id is
 * not kept. Thread-safe.
 */
public final class Cancellations {
    /** No request is older: its topic keeps it no longer. */
    private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

    private final int limit;
    private final Map<String, Cancelled> byRequest = new LinkedHashMap<>();

    /**
     * @param limit how many are kept, at least 1
     */
    public Cancellations(int limit) {
        this.limit = limit;
    }

    /**
     * Keeps one cancellation.
     *
     * @param throughAttempt this attempt and all before it
     * @param deadlineEpochMillis forget it then, or after the hour for which a request is kept
     */
    public synchronized void add(
            String requestId, int throughAttempt, long deadlineEpochMillis, long nowEpochMillis) {
        forgetExpired(nowEpochMillis);
        if (deadlineEpochMillis < nowEpochMillis || !Names.isName(requestId)) {
            return;
        }
        long until = Math.min(deadlineEpochMillis, nowEpochMillis + LONGEST_MILLIS);
        byRequest.merge(requestId, new Cancelled(throughAttempt, until), Cancelled::and);
        if (byRequest.size() > limit) {
            byRequest.remove(byRequest.keySet().iterator().next());
        }
    }

    /** Begins with the oldest; deadlines are nearly in the order of arrival. */
    private void forgetExpired(long nowEpochMillis) {
        Iterator<Cancelled> oldestFirst = byRequest.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().deadlineEpochMillis < nowEpochMillis) {
            oldestFirst.remove();
        }
    }

    /** Tells whether this attempt is cancelled. */
    public synchronized boolean cover(String requestId, int attempt) {
        Cancelled cancelled = byRequest.get(requestId);
        return cancelled != null && attempt <= cancelled.throughAttempt;
    }

    /** Counts the cancellations that are kept. */
    public synchronized int count() {
        return byRequest.size();
    }

    private record Cancelled(int throughAttempt, long deadlineEpochMillis) {
        Cancelled and(Cancelled other) {
            return new Cancelled(
                    Math.max(throughAttempt, other.throughAttempt),
                    Math.max(deadlineEpochMillis, other.deadlineEpochMillis));
        }
    }
}
