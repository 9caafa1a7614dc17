package llamaline.gateway.stream;

import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import llamaline.contract.ReplyAddress;
import llamaline.gateway.event.CallListener;
import llamaline.telemetry.Clocks;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;

/**
 * All pending requests of this gateway: it opens calls, passes events on to the {@link
 * PendingRequest} that each is for, and has all of them supervised.
 *
 * <p>Thread-safe. Events of one partition come from one thread and keep their order; each call has
 * its own lock.
 */
public final class PendingRequests {
    private static final int ID_BYTES = 16;
    private static final String STOPPING = "The gateway stops; ask again.";

    private final StreamContext context;
    private final RandomGenerator random;
    private final Map<String, Entry> pending = new ConcurrentHashMap<>();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Call.Registry registry = new Entries();
    private volatile OptionalLong shutdownDeadline = OptionalLong.empty();

    /**
     * Nothing is pending yet.
     *
     * @param random makes request ids: use one that nobody can guess
     */
    public PendingRequests(
            ReplyAddress replyAddress,
            StreamSettings settings,
            Clocks clocks,
            RequestPublisher publisher,
            ModelLiveness liveness,
            RandomGenerator random,
            PendingRequestObserver.Source observers) {
        OrphanedRequests orphans = new OrphanedRequests(replyAddress.gatewayId());
        this.context =
                new StreamContext(
                        replyAddress, settings, clocks, publisher, liveness, orphans, observers);
        this.random = random;
    }

    /** Publishes the requests of a call; the listener is called from now on, on any thread. */
    public Call open(CallPlan plan, CallListener listener) {
        return open(plan, listener, context.settings().callTimeout());
    }

    /**
     * Publishes the requests of a call whose caller may wait for less time than all may.
     *
     * @param limit how long the caller waits; the setting's timeout holds where it is shorter
     */
    public Call open(CallPlan plan, CallListener listener, Duration limit) {
        Duration most = context.settings().callTimeout();
        Duration timeout = limit.compareTo(most) < 0 ? limit : most;
        long deadline = context.clocks().wall().instant().plus(timeout).toEpochMilli();
        List<GenerationRequest> messages =
                plan.requests().stream().map(request -> complete(request, deadline)).toList();
        Call call = new Call(plan, messages, listener, timeout, registry, context);
        calls.add(call);
        for (PendingRequest request : call.requests()) {
            pending.put(request.requestId(), new Entry(call, request));
        }
        call.start();
        return call;
    }

    /**
     * Takes one record of tokenizer services or workers, in the order of the partition. Each call's
     * listener is called once for it: a last token and the end that comes with it stay together.
     */
    public void accept(TokenEvents events) {
        Set<Call> touched = new LinkedHashSet<>();
        for (TokenEvent event : events.getEventsList()) {
            Entry entry = pending.get(event.getRequestId());
            if (entry != null && isMine(event)) {
                entry.call.accept(entry.request, events.getSourceId(), event);
                touched.add(entry.call);
            } else {
                onOrphan(event);
            }
        }
        touched.forEach(Call::deliver);
    }

    /** Ends what was silent for too long, or tries it again. Call it several times in a stall. */
    public void supervise() {
        long now = context.now();
        calls.forEach(call -> call.supervise(now));
        if (shutdownDeadline.isPresent() && now - shutdownDeadline.getAsLong() > 0) {
            failAll(STOPPING);
        }
    }

    /** The gateway stops: what is still open after {@code limit} ends with an error. */
    public void endWithin(Duration limit) {
        shutdownDeadline = OptionalLong.of(context.now() + limit.toNanos());
    }

    /** Ends every call with an error, at once: the gateway stops. */
    public void endNow() {
        failAll(STOPPING);
    }

    /** Another gateway had this partition before: its work is cancelled where it shows. */
    public void addPredecessor(String gatewayId) {
        context.orphans().addPredecessor(gatewayId);
    }

    /** Ends every call with an error. */
    public void failAll(String message) {
        Failure failure =
                Failure.newBuilder()
                        .setCode(ErrorCode.MODEL_UNAVAILABLE)
                        .setMessage(message)
                        .build();
        calls.forEach(call -> call.fail(failure));
    }

    /** Calls whose completions are not complete. */
    public int openCalls() {
        return calls.size();
    }

    private GenerationRequest complete(GenerationRequest request, long deadline) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return request.toBuilder()
                .setRequestId(HexFormat.of().formatHex(id))
                .setDeadlineEpochMillis(deadline)
                .setReplyTo(context.replyAddress().toMessage())
                .build();
    }

    private boolean isMine(TokenEvent event) {
        return event.getGatewayId().equals(context.replyAddress().gatewayId());
    }

    private void onOrphan(TokenEvent event) {
        boolean isOurs = context.orphans().isOurs(event.getGatewayId());
        if (isOurs && !event.hasFinished()) {
            cancelOrphan(event.getRequestId());
        }
    }

    private void cancelOrphan(String requestId) {
        if (context.orphans().markCancelled(requestId)) {
            context.publisher()
                    .cancel(
                            context.cancellation(requestId, CancellationReason.UNKNOWN_REQUEST)
                                    .build());
        }
    }

    /** A request, and the call whose lock it is taken under. */
    private record Entry(Call call, PendingRequest request) {}

    /** Lets calls and requests go that need no more events. */
    private final class Entries implements Call.Registry {
        @Override
        public void forget(PendingRequest request) {
            pending.remove(request.requestId());
        }

        @Override
        public void forget(Call call) {
            calls.remove(call);
        }
    }
}
