package llamaline.gateway.stream;

import java.time.Duration;

/**
 * The limits of a pending request.
 *
 * @param stall silence of a worker after which the request is published again
 * @param attempts how often a request is tried, at least 1
 * @param deadline how long a call may take
 * @param grace what is added before the gateway itself gives up, so that a worker's answer counts
 */
public record StreamSettings(Duration stall, int attempts, Duration deadline, Duration grace) {
    /**
     * Silence before {@code Encoded}, in stalls: a group of tokenizer services may be rebalancing.
     */
    static final int STALLS_BEFORE_ENCODED = 3;

    public StreamSettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be >= 1, got " + attempts);
        }
        if (!stall.isPositive() || !deadline.isPositive() || grace.isNegative()) {
            throw new IllegalArgumentException(
                    "stall and deadline must be above 0 and grace not below, got %s, %s, %s"
                            .formatted(stall, deadline, grace));
        }
    }

    long stallNanos() {
        return stall.toNanos();
    }

    /** How long an attempt may wait for {@code Encoded}, and a model for a worker. */
    long patienceNanos() {
        return STALLS_BEFORE_ENCODED * stall.toNanos();
    }

    /** From the start of a call with that deadline to the gateway's own end of it. */
    long endNanos(Duration callDeadline) {
        return callDeadline.plus(grace).toNanos();
    }
}
