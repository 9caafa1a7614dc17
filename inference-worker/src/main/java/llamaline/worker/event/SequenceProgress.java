package llamaline.worker.event;

/**
 * The way that a sequence came so far.
 *
 * @param prefillNanos from its admission to its first id
 * @param decodeNanos from its first id to its end
 * @param generated ids of this attempt
 * @param isAdmitted whether it ever had a slot; if not, the times are 0
 */
public record SequenceProgress(
        long prefillNanos, long decodeNanos, int generated, boolean isAdmitted) {}
