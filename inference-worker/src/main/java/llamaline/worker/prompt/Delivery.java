package llamaline.worker.prompt;

import llamaline.contract.TraceContext;

/**
 * The way by which a prompt came here.
 *
 * @param publishedEpochMillis when it joined the queue, by its publisher's clock
 * @param deadlineEpochMillis by the gateway's clock
 * @param deliveryCount how often it was handed to a worker, this time included
 * @param trace that it belongs to
 */
public record Delivery(
        long publishedEpochMillis,
        long deadlineEpochMillis,
        int deliveryCount,
        TraceContext trace) {
    /** Describes a delivery that belongs to no trace. */
    public Delivery(long publishedEpochMillis, long deadlineEpochMillis, int deliveryCount) {
        this(publishedEpochMillis, deadlineEpochMillis, deliveryCount, TraceContext.NONE);
    }
}
