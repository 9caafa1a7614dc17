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
    private final Generations owner;
    private final Duration deadline;
    private final long endsAt;
    private final List<Generation> generations = new ArrayList<>();
    private List<CallEvent> untold = new ArrayList<>();
    private int open;

    Call(
            CallPlan plan,
            List<GenerationRequest> requests,
            CallListener listener,
            Duration deadline,
            Generations owner,
            Surroundings surroundings) {
        this.plan = plan;
        this.listener = listener;
        this.owner = owner;
        this.deadline = deadline;
        this.endsAt = surroundings.now() + surroundings.settings().endNanos(deadline);
        for (GenerationRequest request : requests) {
            generations.add(new Generation(this, generations.size(), request, surroundings));
        }
        this.open = generations.size();
    }

    /** The caller is gone: nobody is told any more, and the workers stop. Idempotent. */
    public synchronized void hangUp() {
        close(CancellationReason.CALLER_GONE);
        untold.clear();
    }

    CallPlan plan() {
        return plan;
    }

    List<Generation> generations() {
        return generations;
    }

    synchronized void start() {
        for (Generation generation : generations) {
            if (open > 0) {
                generation.publish();
            }
        }
    }

    /** Takes an event; what follows from it is told by {@link #deliver}. */
    synchronized void accept(Generation generation, String source, TokenEvent event) {
        contained(() -> generation.accept(source, event));
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
        for (Generation generation : generations) {
            contained(() -> generation.supervise(now));
        }
        deliver();
    }

    synchronized void notPublished(Generation generation, int attempt, Failure failure) {
        if (!generation.isOver() && generation.attempt() == attempt) {
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
    void ended(Generation generation) {
        owner.forget(generation);
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
        for (Generation generation : generations) {
            generation.abandon(reason);
            owner.forget(generation);
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
