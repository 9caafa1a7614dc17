package llamaline.gateway.stream;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import llamaline.contract.TraceContext;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.stream.AttemptState.Published;
import llamaline.gateway.stream.AttemptState.Queued;
import llamaline.gateway.stream.AttemptState.Running;
import llamaline.gateway.text.OutputState;
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
 * Hop 2 of the flow: one prompt and choice from its first {@link Attempt} to its end. It publishes
 * attempts, supervises them, and turns their events into an {@link OutputState}, over all attempts.
 *
 * <p>Not thread-safe: whoever calls a method holds the call's lock.
 */
final class PendingRequest {
    /** Attempts that do not count as failed: a waiting request's worker was lost, or one stops. */
    private static final int MAX_REQUEUES = 3;

    private final CallPlan plan;
    private final int choice;
    private final GenerationRequest request;
    private final StreamContext context;
    private final Consumer<CallEvent> listener;
    private final Executor lock;
    private final PendingRequestObserver observer;
    private Attempt attempt = Attempt.unpublished();
    private int failedAttempts;
    private int requeues;
    private @Nullable OutputState output;

    /**
     * @param choice index within the call
     * @param request complete but for its attempt
     * @param listener is given the request's events under the call's lock; nothing after {@link
     *     CallEvent.Ended} or {@link CallEvent.Failed}
     * @param lock runs a task at once, with the call's lock held
     */
    PendingRequest(
            CallPlan plan,
            int choice,
            GenerationRequest request,
            StreamContext context,
            Consumer<CallEvent> listener,
            Executor lock) {
        this.plan = plan;
        this.choice = choice;
        this.request = request;
        this.context = context;
        this.listener = listener;
        this.lock = lock;
        this.observer = context.observers().begin(request);
    }

    String requestId() {
        return request.getRequestId();
    }

    /** Publishes the next attempt, which goes on after the ids given so far. */
    void publish() {
        attempt = attempt.next(context.now());
        Attempt published = attempt;
        TraceContext trace = observer.published(published.number());
        context.publisher()
                .publish(
                        message(),
                        trace,
                        failure -> lock.execute(() -> onUnpublished(published, failure)));
    }

    /** Takes an event of this request, from the tokenizer service or a worker. */
    void accept(String source, TokenEvent event) {
        if (!attempt.isExpecting() || event.getAttempt() != attempt.number()) {
            return;
        }
        switch (event.getEventCase()) {
            case ENCODED -> onEncoded(event.getEncoded());
            case FINISHED -> onFinished(source, event);
            case ADMITTED -> {
                if (bind(source)) {
                    observer.admitted();
                    applyOrHold(event);
                }
            }
            case PROMPT_LOGPROBS, TOKENS, ALIVE -> {
                if (bind(source)) {
                    applyOrHold(event);
                }
            }
            case EVENT_NOT_SET -> {}
        }
    }

    /** Tries again, or gives up, where nothing was heard for too long. */
    void supervise(long now) {
        StreamSettings settings = context.settings();
        switch (attempt.state()) {
            case Published published -> {
                if (published.isOverdue(now, settings)) {
                    retry();
                }
            }
            case Queued queued -> supervise(queued, now);
            case Running running -> {
                boolean lacksEncoded = output == null && running.lacksEncoded(now, settings);
                if (lacksEncoded || running.isStalled(now, settings)) {
                    retry();
                }
            }
            case AttemptState.Unpublished _, AttemptState.Over _ -> {}
        }
    }

    /** Ends without a word to the caller, and cancels the request wherever it is. */
    void abandon(CancellationReason reason) {
        if (attempt.isExpecting()) {
            attempt.end();
            observer.abandoned(reason);
            context.cancelAll(requestId(), reason);
        }
    }

    private void supervise(Queued queued, long now) {
        String model = request.getModel();
        boolean isServed = context.liveness().isServed(model);
        long lostWorkers = context.liveness().lostWorkers(model);
        boolean mayBeLost = queued.mayBeLost(now, lostWorkers, context.settings());
        if (isServed && mayBeLost && requeues < MAX_REQUEUES) {
            requeue();
        } else if (isServed) {
            attempt.served(now);
        } else if (queued.isUnserved(now, context.settings())) {
            fail(
                    unavailable(
                            "No worker serves the model '%s' any more; try again later."
                                    .formatted(model)));
        }
    }

    private void onUnpublished(Attempt unpublished, Failure failure) {
        if (attempt == unpublished && attempt.isExpecting()) {
            fail(failure);
        }
    }

    private void onEncoded(Encoded encoded) {
        if (attempt.isUnheard() || output == null) {
            observer.encoded(encoded.getPromptIdsCount());
        }
        attempt.encoded(context.now(), context.liveness().lostWorkers(request.getModel()));
        if (output == null) {
            listener.accept(new CallEvent.Encoded(choice, encoded.getPromptIdsList()));
            var first =
                    new OutputState(
                            choice,
                            plan.tokenizer(),
                            plan.detokenizing(),
                            request.getSampling(),
                            encoded,
                            listener);
            output = first;
            applyHeld(first);
        }
    }

    private void applyHeld(OutputState known) {
        Attempt current = attempt;
        for (TokenEvent event : current.takeHeld()) {
            if (attempt == current && current.isExpecting()) {
                apply(event, known);
            }
        }
    }

    /** Tells whether {@code worker} is heard: a second worker of an attempt has to drop it. */
    private boolean bind(String worker) {
        if (attempt.bind(worker, context.now())) {
            return true;
        }
        if (attempt.isBoundToAnother(worker) && attempt.reject(worker)) {
            context.publisher().cancel(superseding().setOnlyWorker(worker).build());
        }
        return false;
    }

    private void applyOrHold(TokenEvent event) {
        OutputState known = output;
        if (known != null) {
            apply(event, known);
        } else if (!event.hasAlive()) {
            attempt.hold(event);
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
            case TOKENS -> applyTokens(event, known);
            case FINISHED -> onReason(event.getFinished().getReason(), known);
            case ENCODED, ALIVE, EVENT_NOT_SET -> {}
        }
    }

    private void applyTokens(TokenEvent event, OutputState known) {
        int before = known.count();
        if (!known.take(event.getTokens())) {
            retry();
            return;
        }
        if (known.count() > before) {
            observer.tokens(known.count() - before);
        }
        if (known.isStopped()) {
            context.cancelAll(requestId(), CancellationReason.STOP_STRING);
            end(FinishReason.STOP, known);
        }
    }

    private void onFinished(String source, TokenEvent event) {
        if (attempt.isBoundToAnother(source)) {
            return;
        }
        if (event.getFinished().hasFailure()) {
            onFailure(event.getFinished().getFailure());
        } else if (bind(source)) {
            applyOrHold(event);
        }
    }

    private void onFailure(Failure failure) {
        if (failure.getCode() == ErrorCode.WORKER_STOPPING) {
            onWorkerStopping();
            return;
        }
        attempt.end();
        observer.failed(failure.getCode());
        if (isOurs(failure.getCode())) {
            context.publisher().deadLetter(message(), failure);
        }
        fail(failure);
    }

    /** Tells whether a failure is ours, neither the caller's doing nor for want of a model. */
    private static boolean isOurs(ErrorCode code) {
        return code == ErrorCode.TOO_MANY_DELIVERIES || code == ErrorCode.INTERNAL;
    }

    /** A worker that stops in order is no failure, however many do so one after the other. */
    private void onWorkerStopping() {
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

    /** The attempt failed: publishes the next one, or ends with an error after the last. */
    private void retry() {
        supersede();
        OutputState known = output;
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
            context.publisher().deadLetter(message(), failure);
            fail(failure);
        }
    }

    private void end(FinishReason reason, OutputState known) {
        attempt.end();
        observer.ended(reason);
        known.end(reason);
    }

    /** Its call abandons it with all others. */
    private void fail(Failure failure) {
        listener.accept(new CallEvent.Failed(failure));
    }

    /** The request as this attempt asks for it: with what was given before. */
    private GenerationRequest message() {
        GenerationRequest.Builder message = request.toBuilder().setAttempt(attempt.number());
        OutputState known = output;
        if (known != null && !known.isEmpty()) {
            message.setResume(known.given());
        }
        return message.build();
    }

    private void supersede() {
        context.publisher().cancel(superseding().build());
    }

    private Cancellation.Builder superseding() {
        return context.cancellation(requestId(), CancellationReason.SUPERSEDED)
                .setAttempt(attempt.number());
    }

    private static Failure unavailable(String message) {
        return Failure.newBuilder()
                .setCode(ErrorCode.MODEL_UNAVAILABLE)
                .setMessage(message)
                .build();
    }
}
