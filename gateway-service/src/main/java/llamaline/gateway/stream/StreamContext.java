package llamaline.gateway.stream;

import llamaline.telemetry.Clocks;
import llamaline.v1.Cancellation;
import llamaline.v1.CancellationReason;

/** What every pending request works with. */
record StreamContext(
        Identity identity,
        StreamSettings settings,
        Clocks clocks,
        RequestPublisher publisher,
        ModelLiveness liveness,
        OrphanedRequests orphans,
        PendingRequestObserver.Source observers) {
    long now() {
        return clocks.nanoTime().getAsLong();
    }

    /** Until when workers keep a cancellation of what begins now. */
    long keepUntil() {
        return clocks.wall()
                .instant()
                .plus(settings.deadline())
                .plus(settings.grace())
                .toEpochMilli();
    }

    /** Tells everyone to drop all attempts. */
    void cancelAll(String requestId, CancellationReason reason) {
        orphans.markCancelled(requestId);
        publisher.cancel(cancellation(requestId, reason).build());
    }

    Cancellation.Builder cancellation(String requestId, CancellationReason reason) {
        return Cancellation.newBuilder()
                .setRequestId(requestId)
                .setReason(reason)
                .setDeadlineEpochMillis(keepUntil());
    }
}
