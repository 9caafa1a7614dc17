package llamaline.gateway.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import llamaline.contract.TraceContext;
import llamaline.gateway.stream.AttemptState.Over;
import llamaline.gateway.stream.AttemptState.Queued;
import llamaline.gateway.stream.AttemptState.Running;
import llamaline.gateway.stream.AttemptState.Sent;
import llamaline.v1.Cancellation;
import llamaline.v1.CancellationReason;
import llamaline.v1.Encoded;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;
import org.jspecify.annotations.Nullable;

/**
 * One prompt and choice from its first attempt to its end. The states of an attempt are {@link
 * AttemptState}'s; what the caller has of it is a {@link OutputState}.
 *
 * <p>Not thread-safe: its {@link Call} holds the lock in every method.
 */
final class PendingRequest {
    /** Attempts that do not count as failed: a waiting request's worker was lost, or one stops. */
    private static final int MAX_REQUEUES = 3;

    private final Call call;
    private final int choice;
    private final GenerationRequest request;
    private final StreamContext context;
    private final PendingRequestObserver observer;
    private final List<TokenEvent> overtook = new ArrayList<>();
    private final Set<String> turnedAway = new HashSet<>();
    private AttemptState state = new Over();
    private int attempt;
    private int failedAttempts;
    private int requeues;
    private @Nullable OutputState transcript;

    /**
     * @param choice index within the call
     * @param request complete but for its attempt
     */
    PendingRequest(Call call, int choice, GenerationRequest request, StreamContext context) {
        this.call = call;
        this.choice = choice;
        this.request = request;
        this.context = context;
        this.observer = context.observers().begin(request);
    }

    String requestId() {
        return request.getRequestId();
    }

    int attempt() {
        return attempt;
    }

    boolean isOver() {
        return state instanceof Over;
    }

    /** Publishes the next attempt, which goes on after the ids given so far. */
    void publish() {
        attempt++;
        turnedAway.clear();
        overtook.clear();
        state = new Sent(context.now());
        int published = attempt;
        TraceContext trace = observer.published(attempt);
        context.publisher()
                .publish(current(), trace, failure -> call.notPublished(this, published, failure));
    }

    /** The request as this attempt asks for it: with what was given before. */
    private GenerationRequest current() {
        GenerationRequest.Builder current = request.toBuilder().setAttempt(attempt);
        OutputState known = transcript;
        if (known != null && !known.isEmpty()) {
            current.setResume(known.given());
        }
        return current.build();
    }

    /** An event of this request, from the tokenizer service or a worker. */
    void accept(String source, TokenEvent event) {
        if (isOver() || event.getAttempt() != attempt) {
            return;
        }
        switch (event.getEventCase()) {
            case ENCODED -> onEncoded(event.getEncoded());
            case FINISHED -> onFinished(source, event);
            case ADMITTED, PROMPT_LOGPROBS, TOKENS, ALIVE -> {
                if (binds(source)) {
                    observe(event);
                    applyOrHold(event);
                }
            }
            case EVENT_NOT_SET -> {}
        }
    }

    /** Looks for silence. */
    void supervise(long now) {
        long stall = context.settings().stallNanos();
        long patience = context.settings().patienceNanos();
        switch (state) {
            case Sent sent -> {
                if (now - sent.since() > patience) {
                    retry();
                }
            }
            case Queued queued -> superviseQueue(queued, now);
            case Running running -> {
                boolean lacksEncoded = transcript == null && now - running.since() > patience;
                if (lacksEncoded || now - running.heard() > stall) {
                    retry();
                }
            }
            case Over _ -> {}
        }
    }

    /** Ends without a word to the caller, and cancels the request wherever it is. */
    void abandon(CancellationReason reason) {
        if (!isOver()) {
            state = new Over();
            observer.abandoned(reason);
            context.cancelAll(requestId(), reason);
        }
    }

    private void superviseQueue(Queued queued, long now) {
        String model = request.getModel();
        boolean isServed = context.liveness().isServed(model);
        boolean lostOne = context.liveness().lostWorkers(model) > queued.lostWorkers();
        boolean waited = now - queued.since() > context.settings().stallNanos();
        if (isServed && lostOne && waited && requeues < MAX_REQUEUES) {
            // The lost worker may have taken it without a word; nobody would ever tell.
            requeue();
        } else if (isServed) {
            state = new Queued(queued.since(), queued.lostWorkers(), now);
        } else if (now - queued.served() > context.settings().patienceNanos()) {
            call.fail(
                    unavailable(
                            "No worker serves the model '%s' any more; try again later."
                                    .formatted(model)));
        }
    }

    private void observe(TokenEvent event) {
        if (event.hasAdmitted()) {
            observer.admitted();
        }
    }

    private void onEncoded(Encoded encoded) {
        if (state instanceof Sent || transcript == null) {
            observer.encoded(encoded.getPromptIdsCount());
        }
        if (state instanceof Sent) {
            long now = context.now();
            long lost = context.liveness().lostWorkers(request.getModel());
            state = new Queued(now, lost, now);
        }
        if (transcript == null) {
            call.tell(new CallEvent.Encoded(choice, encoded.getPromptIdsList()));
            var begun =
                    new OutputState(
                            choice, call.plan(), request.getSampling(), encoded, call::tell);
            transcript = begun;
            applyHeld(begun);
        }
    }

    /** What overtook {@code Encoded}, which comes from another sender. */
    private void applyHeld(OutputState known) {
        List<TokenEvent> events = List.copyOf(overtook);
        overtook.clear();
        int current = attempt;
        for (TokenEvent event : events) {
            if (!isOver() && attempt == current) {
                apply(event, known);
            }
        }
    }

    /** Whether {@code worker} is the one to listen to: the first that speaks is. */
    private boolean binds(String worker) {
        long now = context.now();
        return switch (state) {
            case Sent sent -> bind(worker, sent.since(), now);
            case Queued queued -> bind(worker, queued.since(), now);
            case Running running when running.worker().equals(worker) ->
                    bind(worker, running.since(), now);
            case Running _ -> turnAway(worker);
            case Over _ -> false;
        };
    }

    private boolean bind(String worker, long since, long now) {
        state = new Running(worker, since, now);
        return true;
    }

    private boolean turnAway(String worker) {
        if (turnedAway.add(worker)) {
            context.publisher().cancel(superseding().setOnlyWorker(worker).build());
        }
        return false;
    }

    private void applyOrHold(TokenEvent event) {
        OutputState known = transcript;
        if (known != null) {
            apply(event, known);
        } else if (!event.hasAlive()) {
            overtook.add(event);
        }
    }

    private void apply(TokenEvent event, OutputState known) {
        switch (event.getEventCase()) {
            case ADMITTED -> known.onCached(event.getAdmitted().getCachedTokens());
            case PROMPT_LOGPROBS -> {
                if (!known.take(event.getPromptLogprobs())) {
                    retry();
                }
            }
            case TOKENS -> {
                int before = known.count();
                if (!known.take(event.getTokens())) {
                    retry();
                    return;
                }
                given(known.count() - before);
                if (known.isStopped()) {
                    context.cancelAll(requestId(), CancellationReason.STOP_STRING);
                    end(FinishReason.STOP, known);
                }
            }
            case FINISHED -> onReason(event.getFinished().getReason(), known);
            case ENCODED, ALIVE, EVENT_NOT_SET -> {}
        }
    }

    private void given(int tokens) {
        if (tokens > 0) {
            observer.tokens(tokens);
        }
    }

    private void onFinished(String source, TokenEvent event) {
        if (state instanceof Running running && !running.worker().equals(source)) {
            return;
        }
        if (event.getFinished().hasFailure()) {
            onFailure(event.getFinished().getFailure());
        } else if (binds(source)) {
            applyOrHold(event);
        }
    }

    private void onFailure(Failure failure) {
        if (failure.getCode() == ErrorCode.WORKER_STOPPING) {
            handOver();
            return;
        }
        state = new Over();
        observer.failed(failure.getCode());
        if (isOurs(failure.getCode())) {
            context.publisher().deadLetter(current(), failure);
        }
        call.fail(failure);
    }

    /** Whether a request failed here, and neither by its caller's doing nor for want of a model. */
    private static boolean isOurs(ErrorCode code) {
        return code == ErrorCode.TOO_MANY_DELIVERIES || code == ErrorCode.INTERNAL;
    }

    /** A worker that stops in order is no failure, however many do so one after the other. */
    private void handOver() {
        if (requeues < MAX_REQUEUES) {
            requeue();
        } else {
            retry();
        }
    }

    private void requeue() {
        requeues++;
        supersede();
        publish();
    }

    private void onReason(FinishReason reason, OutputState known) {
        boolean isKnown = reason == FinishReason.STOP || reason == FinishReason.LENGTH;
        if (isKnown && known.hasPromptLogprobs()) {
            end(reason, known);
        } else {
            retry();
        }
    }

    private void end(FinishReason reason, OutputState known) {
        state = new Over();
        observer.ended(reason);
        known.end(reason);
        call.ended(this);
    }

    /** The attempt failed: the next one, or an error after the last. */
    private void retry() {
        supersede();
        OutputState known = transcript;
        if (known != null && !known.isEmpty() && known.isFull()) {
            end(FinishReason.LENGTH, known);
            return;
        }
        failedAttempts++;
        if (failedAttempts < context.settings().attempts()) {
            publish();
        } else {
            Failure failure =
                    unavailable(
                            "No worker finished the request in %d attempts."
                                    .formatted(failedAttempts));
            context.publisher().deadLetter(current(), failure);
            call.fail(failure);
        }
    }

    private void supersede() {
        context.publisher().cancel(superseding().build());
    }

    private Cancellation.Builder superseding() {
        return context.cancellation(requestId(), CancellationReason.SUPERSEDED).setAttempt(attempt);
    }

    private static Failure unavailable(String message) {
        return Failure.newBuilder()
                .setCode(ErrorCode.MODEL_UNAVAILABLE)
                .setMessage(message)
                .build();
    }
}
