package llamaline.gateway.stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.CallListener;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;

/**
 * All requests of one caller: they end together when one fails or the caller hangs up.
 *
 * <p>Thread-safe: one lock for each call, held while an event is taken and while the listener is
 * called.
 */
public final class Call {
    private static final Logger LOG = System.getLogger(Call.class.getName());

    private final CallListener listener;
    private final Registry registry;
    private final Duration timeout;
    private final long endsAt;
    private final List<PendingRequest> requests = new ArrayList<>();
    private List<CallEvent> undelivered = new ArrayList<>();
    private int open;

    /** Knows where events are sent to, and forgets who needs no more of them. */
    interface Registry {
        void forget(PendingRequest request);

        void forget(Call call);
    }

    /**
     * @param messages complete but for their attempts, at least one
     * @param timeout after which the call ends with an error, a grace period apart
     */
    Call(
            CallPlan plan,
            List<GenerationRequest> messages,
            CallListener listener,
            Duration timeout,
            Registry registry,
            StreamContext context) {
        this.listener = listener;
        this.registry = registry;
        this.timeout = timeout;
        this.endsAt = context.now() + context.settings().endNanos(timeout);
        for (GenerationRequest message : messages) {
            int choice = requests.size();
            Consumer<CallEvent> events = this::onEvent;
            requests.add(new PendingRequest(plan, choice, message, context, events, this::locked));
        }
        this.open = requests.size();
    }

    /** The caller is gone: the listener is called no more, and the workers stop. Idempotent. */
    public synchronized void hangUp() {
        close(CancellationReason.CALLER_GONE);
        undelivered.clear();
    }

    List<PendingRequest> requests() {
        return requests;
    }

    /** Publishes the requests, in the order of the choices, until one cannot be published. */
    synchronized void start() {
        for (PendingRequest request : requests) {
            if (open > 0) {
                request.publish();
            }
        }
    }

    /** Takes an event; what follows from it is delivered by {@link #deliver}. */
    synchronized void accept(PendingRequest request, String source, TokenEvent event) {
        guarded(() -> request.accept(source, event));
    }

    /** Gives the listener the events that it has not had. */
    synchronized void deliver() {
        if (undelivered.isEmpty()) {
            return;
        }
        List<CallEvent> events = undelivered;
        undelivered = new ArrayList<>();
        try {
            listener.on(events);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a caller's listener failed", e);
            hangUp();
        }
    }

    /** Ends the call at its timeout, and supervises its requests. */
    synchronized void supervise(long now) {
        if (open > 0 && now - endsAt > 0) {
            String message = "The deadline of %s is over.".formatted(described(timeout));
            fail(failure(ErrorCode.DEADLINE_EXCEEDED, message));
        }
        for (PendingRequest request : requests) {
            guarded(() -> request.supervise(now));
        }
        deliver();
    }

    /** Ends everything with an error, which the listener is given once. */
    synchronized void fail(Failure failure) {
        if (open > 0) {
            close(CancellationReason.CALL_FAILED);
            undelivered.add(new CallEvent.Failed(failure));
            deliver();
        }
    }

    private synchronized void locked(Runnable task) {
        task.run();
    }

    /** Takes what a request makes of its events. The lock is held. */
    private void onEvent(CallEvent event) {
        if (event instanceof CallEvent.Failed(var failure)) {
            fail(failure);
            return;
        }
        if (open > 0) {
            undelivered.add(event);
        }
        if (event instanceof CallEvent.Ended ended) {
            onEnded(requests.get(ended.choice()));
        }
    }

    private void onEnded(PendingRequest request) {
        registry.forget(request);
        open--;
        if (open == 0) {
            registry.forget(this);
        }
    }

    private void close(CancellationReason reason) {
        if (open == 0) {
            return;
        }
        open = 0;
        for (PendingRequest request : requests) {
            request.abandon(reason);
            registry.forget(request);
        }
        registry.forget(this);
    }

    /** One broken call must not take the others' events, or their supervision, with it. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a call failed inside the gateway", e);
            fail(failure(ErrorCode.INTERNAL, "The gateway failed to read the completion."));
        }
    }

    private static String described(Duration duration) {
        return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static Failure failure(ErrorCode code, String message) {
        return Failure.newBuilder().setCode(code).setMessage(message).build();
    }
}
