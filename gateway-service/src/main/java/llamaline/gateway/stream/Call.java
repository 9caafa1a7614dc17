package llamaline.gateway.stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;

/**
 * All requests of one caller: they end together when one fails or the caller hangs up.
 *
 * <p>Thread-safe: one lock for each call, held while an event is taken and the listener told.
 */
public final class Call {
    private static final Logger LOG = System.getLogger(Call.class.getName());

    private final CallPlan plan;
    private final CallListener listener;
    private final PendingRequests owner;
    private final Duration deadline;
    private final long endsAt;
    private final List<PendingRequest> requests = new ArrayList<>();
    private List<CallEvent> untold = new ArrayList<>();
    private int open;

    Call(
            CallPlan plan,
            List<GenerationRequest> messages,
            CallListener listener,
            Duration deadline,
            PendingRequests owner,
            StreamContext context) {
        this.plan = plan;
        this.listener = listener;
        this.owner = owner;
        this.deadline = deadline;
        this.endsAt = context.now() + context.settings().endNanos(deadline);
        for (GenerationRequest message : messages) {
            requests.add(new PendingRequest(this, requests.size(), message, context));
        }
        this.open = requests.size();
    }

    /** The caller is gone: nobody is told any more, and the workers stop. Idempotent. */
    public synchronized void hangUp() {
        close(CancellationReason.CALLER_GONE);
        untold.clear();
    }

    CallPlan plan() {
        return plan;
    }

    List<PendingRequest> requests() {
        return requests;
    }

    synchronized void start() {
        for (PendingRequest request : requests) {
            if (open > 0) {
                request.publish();
            }
        }
    }

    /** Takes an event; what follows from it is told by {@link #deliver}. */
    synchronized void accept(PendingRequest request, String source, TokenEvent event) {
        contained(() -> request.accept(source, event));
    }

    /** Tells the listener what has not been told yet. */
    synchronized void deliver() {
        if (untold.isEmpty()) {
            return;
        }
        List<CallEvent> events = untold;
        untold = new ArrayList<>();
        try {
            listener.on(events);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a caller could not be told", e);
            hangUp();
        }
    }

    synchronized void supervise(long now) {
        if (open > 0 && now - endsAt > 0) {
            String message = "The deadline of %s is over.".formatted(described(deadline));
            fail(failure(ErrorCode.DEADLINE_EXCEEDED, message));
        }
        for (PendingRequest request : requests) {
            contained(() -> request.supervise(now));
        }
        deliver();
    }

    synchronized void notPublished(PendingRequest request, int attempt, Failure failure) {
        if (!request.isOver() && request.attempt() == attempt) {
            fail(failure);
        }
    }

    /** Ends everything with an error, which the listener is told once. */
    synchronized void fail(Failure failure) {
        if (open > 0) {
            close(CancellationReason.CALL_FAILED);
            untold.add(new CallEvent.Failed(failure));
            deliver();
        }
    }

    /** Keeps an event for the listener, unless the call is over. The lock is held. */
    void tell(CallEvent event) {
        if (open > 0) {
            untold.add(event);
        }
    }

    /** One choice is complete. The lock is held. */
    void ended(PendingRequest request) {
        owner.forget(request);
        open--;
        if (open == 0) {
            owner.forget(this);
        }
    }

    private void close(CancellationReason reason) {
        if (open == 0) {
            return;
        }
        open = 0;
        for (PendingRequest request : requests) {
            request.abandon(reason);
            owner.forget(request);
        }
        owner.forget(this);
    }

    /** One broken call must not take the others' events, or their supervision, with it. */
    private void contained(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a call failed inside the gateway", e);
            fail(failure(ErrorCode.INTERNAL, "The gateway failed to read the answer."));
        }
    }

    private static String described(Duration duration) {
        return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static Failure failure(ErrorCode code, String message) {
        return Failure.newBuilder().setCode(code).setMessage(message).build();
    }
}
