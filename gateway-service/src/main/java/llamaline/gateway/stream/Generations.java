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
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;

/**
 * Hop 2 of the flow: all pending requests of this gateway. Registers them, takes their events, and
 * watches over them.
 *
 * <p>Thread-safe. Events of one partition come from one thread and keep their order; each call has
 * its own lock.
 */
public final class Generations {
    private static final int ID_BYTES = 16;
    private static final String STOPS = "The gateway stops; ask again.";

    private final Surroundings surroundings;
    private final RandomGenerator random;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile OptionalLong lastMoment = OptionalLong.empty();

    /**
     * @param random makes request ids: use one that nobody can guess
     */
    public Generations(
            Identity identity,
            StreamSettings settings,
            Clocks clocks,
            RequestOutlet outlet,
            ModelLiveness liveness,
            RandomGenerator random,
            GenerationObserver.Source observers) {
        Strays strays = new Strays(identity.gatewayId());
        this.surroundings =
                new Surroundings(identity, settings, clocks, outlet, liveness, strays, observers);
        this.random = random;
    }

    /** Publishes the requests of a call; the listener is told from now on, on any thread. */
    public Call open(CallPlan plan, CallListener listener) {
        return open(plan, listener, surroundings.settings().deadline());
    }

    /**
     * As {@link #open(CallPlan, CallListener)}, for a caller who does not wait as long as all may.
     *
     * @param limit how long the caller waits
     */
    public Call open(CallPlan plan, CallListener listener, Duration limit) {
        Duration most = surroundings.settings().deadline();
        Duration wait = limit.compareTo(most) < 0 ? limit : most;
        long deadline = surroundings.clocks().wall().instant().plus(wait).toEpochMilli();
        List<GenerationRequest> requests =
                plan.requests().stream().map(request -> complete(request, deadline)).toList();
        Call call = new Call(plan, requests, listener, wait, this, surroundings);
        calls.add(call);
        for (Generation generation : call.generations()) {
            pending.put(generation.requestId(), new Pending(call, generation));
        }
        call.start();
        return call;
    }

    /**
     * What tokenizer services and workers tell, in the order of the partition. Each call hears of
     * one record at once: a last token and the end that comes with it are told together.
     */
    public void accept(TokenEvents events) {
        Set<Call> touched = new LinkedHashSet<>();
        for (TokenEvent event : events.getEventsList()) {
            Pending known = pending.get(event.getRequestId());
            if (known != null && isMine(event)) {
                known.call.accept(known.generation, events.getSourceId(), event);
                touched.add(known.call);
            } else {
                onStray(event);
            }
        }
        touched.forEach(Call::deliver);
    }

    /** Ends what was silent for too long, or tries it again. Call it several times in a stall. */
    public void supervise() {
        long now = surroundings.now();
        calls.forEach(call -> call.supervise(now));
        if (lastMoment.isPresent() && now - lastMoment.getAsLong() > 0) {
            failAll(STOPS);
        }
    }

    /** The gateway stops: what is still open after {@code limit} ends with an error. */
    public void endWithin(Duration limit) {
        lastMoment = OptionalLong.of(surroundings.now() + limit.toNanos());
    }

    /** Ends every call with an error, at once: the gateway stops. */
    public void endNow() {
        failAll(STOPS);
    }

    /** Another gateway had this partition before: its work is cancelled where it shows. */
    public void addPredecessor(String gatewayId) {
        surroundings.strays().addPredecessor(gatewayId);
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

    /** Calls that wait for an answer. */
    public int openCalls() {
        return calls.size();
    }

    void forget(Generation generation) {
        pending.remove(generation.requestId());
    }

    void forget(Call call) {
        calls.remove(call);
    }

    private GenerationRequest complete(GenerationRequest request, long deadline) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return request.toBuilder()
                .setRequestId(HexFormat.of().formatHex(id))
                .setDeadlineEpochMillis(deadline)
                .setReplyTo(surroundings.identity().replyTo())
                .build();
    }

    private boolean isMine(TokenEvent event) {
        return event.getGatewayId().equals(surroundings.identity().gatewayId());
    }

    private void onStray(TokenEvent event) {
        boolean isOurs = surroundings.strays().isOurs(event.getGatewayId());
        if (isOurs && !event.hasFinished()) {
            cancelStray(event.getRequestId());
        }
    }

    private void cancelStray(String requestId) {
        if (surroundings.strays().markCancelled(requestId)) {
            surroundings
                    .outlet()
                    .cancel(
                            surroundings
                                    .cancellation(requestId, CancellationReason.UNKNOWN_REQUEST)
                                    .build());
        }
    }

    private record Pending(Call call, Generation generation) {}
}
