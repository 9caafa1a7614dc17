package llamaline.gateway.stream;

import llamaline.telemetry.Clocks;

/**
 * Where an attempt stands. Times are nanoseconds of {@link Clocks#nanoTime}.
 *
 * <pre>
 * {@link Sent} -(Encoded)-&gt; {@link Queued} -(a worker's first event)-&gt; {@link Running} -(Finished)-&gt; {@link Over}
 *
 * back to {@link Sent} as the next attempt, or {@link Over} with an error after the last:
 *   {@link Sent}     when patience is over
 *   {@link Queued}   when a worker was lost, or none serves the model
 *   {@link Running}  at a stall, at a gap, or when the worker stops
 * </pre>
 *
 * A worker's events may overtake {@code Encoded}, which comes from elsewhere: then {@link Sent}
 * goes to {@link Running} at once.
 */
sealed interface AttemptState {
    /** Published; nobody answered yet. */
    record Sent(long since) implements AttemptState {}

    /**
     * Encoded; no worker has admitted it yet.
     *
     * @param lostWorkers the model's count when it was published
     * @param served when a worker of the model was last known alive
     */
    record Queued(long since, long lostWorkers, long served) implements AttemptState {}

    /**
     * Bound to the first worker that answered.
     *
     * @param heard when it last spoke
     */
    record Running(String worker, long since, long heard) implements AttemptState {}

    /** Nothing more is expected. */
    record Over() implements AttemptState {}
}
