package llamaline.worker.schedule;

/**
 * How a prompt came here.
 *
 * @param publishedEpochMillis when it joined the queue, by its publisher's clock
 * @param deadlineEpochMillis by the gateway's clock
 * @param deliveryCount how often it was handed to a worker, this time included
 */
public record Delivery(long publishedEpochMillis, long deadlineEpochMillis, int deliveryCount) {}
