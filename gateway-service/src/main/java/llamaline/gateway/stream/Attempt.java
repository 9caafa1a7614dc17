package llamaline.gateway.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import llamaline.gateway.stream.AttemptState.Expecting;
import llamaline.gateway.stream.AttemptState.Published;
import llamaline.gateway.stream.AttemptState.Queued;
import llamaline.gateway.stream.AttemptState.Running;
import llamaline.gateway.stream.AttemptState.Unpublished;
import llamaline.v1.TokenEvent;

/**
 * One try of a {@link PendingRequest}: its number, its {@link AttemptState}, and what its senders
 * did out of turn. Not thread-safe.
 */
final class Attempt {
    private final int number;
    private final Set<String> rejectedWorkers = new HashSet<>();
    private final List<TokenEvent> heldEvents = new ArrayList<>();
    private AttemptState state;

    private Attempt(int number, AttemptState state) {
        this.number = number;
        this.state = state;
    }

    /** The attempt before the first, which stands for a request that was not sent. */
    static Attempt unpublished() {
        return new Attempt(0, new Unpublished());
    }

    /** The attempt that takes this one's place, published now. */
    Attempt next(long now) {
        return new Attempt(number + 1, new Unpublished().toPublished(now));
    }

    /** The attempt's number, from 1; 0 where the request was not sent. */
    int number() {
        return number;
    }

    AttemptState state() {
        return state;
    }

    /** Tells whether its events are still to be heard. */
    boolean isExpecting() {
        return state instanceof Expecting;
    }

    /** Tells whether nothing was heard of it. */
    boolean isUnheard() {
        return state instanceof Published;
    }

    /** Its prompt was encoded. */
    void encoded(long now, long lostWorkers) {
        if (state instanceof Published published) {
            state = published.toQueued(now, lostWorkers);
        }
    }

    /** A worker of its model lives. */
    void served(long now) {
        if (state instanceof Queued queued) {
            state = queued.toQueued(now);
        }
    }

    /**
     * Binds the attempt to the first worker that speaks, and notes that it spoke.
     *
     * @return false where it is bound to another worker, or over
     */
    boolean bind(String worker, long now) {
        if (!(state instanceof Expecting expecting) || isBoundToAnother(worker)) {
            return false;
        }
        state = expecting.toRunning(worker, now);
        return true;
    }

    boolean isBoundToAnother(String worker) {
        return state instanceof Running running && !running.isOf(worker);
    }

    /** Notes that a second worker runs the attempt; false where that was known. */
    boolean reject(String worker) {
        return rejectedWorkers.add(worker);
    }

    /** Keeps an event that overtook {@code Encoded}, which comes from another sender. */
    void hold(TokenEvent event) {
        heldEvents.add(event);
    }

    /** Takes out the events that were held, in their order. */
    List<TokenEvent> takeHeld() {
        List<TokenEvent> events = List.copyOf(heldEvents);
        heldEvents.clear();
        return events;
    }

    /** Nothing more is expected of it. */
    void end() {
        if (state instanceof Expecting expecting) {
            state = expecting.toOver();
        }
    }
}
