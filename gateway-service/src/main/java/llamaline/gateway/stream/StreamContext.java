package llamaline.gateway.stream;

import llamaline.contract.ReplyAddress;
import llamaline.telemetry.Clocks;
import llamaline.v1.Cancellation;
import llamaline.v1.CancellationReason;

/** The collaborators and settings that all pending requests of a gateway share. */
record StreamContext(
        ReplyAddress replyAddress,
        StreamSettings settings,
        Clocks clocks,
        RequestPublisher publisher,
        ModelLiveness liveness,
        OrphanedRequests orphans,
        PendingRequestObserver.Source observers) {
    long now() {
        return clocks.nanos();
    }

    /** Until when workers keep a cancellation of what begins now, in epoch milliseconds. */
    long keepUntil() {
        return clocks.wall()
                .instant()
                .plus(settings.callTimeout())
                .plus(settings.graceTimeout())
                .toEpochMilli();
    }

    /** Has everyone drop all attempts of a request. */
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
