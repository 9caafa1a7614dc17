package llamaline.gateway.stream;

import java.time.Duration;

/**
 * The limits of a pending request.
 *
 * @param stallTimeout silence of a worker after which its request is published again
 * @param attempts how often a request is tried, at least 1
 * @param callTimeout how long a call may take
 * @param graceTimeout what is added before the gateway itself ends a call, so that a worker's own
 *     end still counts
 */
public record StreamSettings(
        Duration stallTimeout, int attempts, Duration callTimeout, Duration graceTimeout) {
    /**
     * Silence before {@code Encoded}, in stalls: a group of tokenizer services may be rebalancing.
     */
    static final int STALLS_BEFORE_ENCODED = 3;

    public StreamSettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be >= 1, got " + attempts);
        }
        if (!stallTimeout.isPositive() || !callTimeout.isPositive() || graceTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "stall-timeout and call-timeout must be above 0 and grace-timeout not below,"
                            + " got %s, %s, %s".formatted(stallTimeout, callTimeout, graceTimeout));
        }
    }

    long stallNanos() {
        return stallTimeout.toNanos();
    }

    /** An attempt may wait so long for {@code Encoded}, and a model for a worker. */
    long pickupNanos() {
        return STALLS_BEFORE_ENCODED * stallTimeout.toNanos();
    }

    /** The gateway waits so long before it ends a call with that timeout itself. */
    long endNanos(Duration timeout) {
        return timeout.plus(graceTimeout).toNanos();
    }
}
