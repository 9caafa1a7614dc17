package llamaline.tokenization.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import llamaline.contract.Cancellations;
import llamaline.contract.Deadlines;
import llamaline.contract.ReplyAddress;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.contract.TraceContext;
import llamaline.kafka.RejectionLog;
import llamaline.kafka.ReplyTopics;
import llamaline.tokenization.encoding.EncoderExecutor;
import llamaline.tokenization.encoding.EncodingResult;
import llamaline.tokenization.encoding.Failures;
import llamaline.tokenization.encoding.PromptEncoder;
import llamaline.tokenization.kafka.RequestObserver.Observed;
import llamaline.tokenization.models.ModelTokenizer;
import llamaline.tokenization.models.ModelTokenizers;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Hop 4 of the flow: a request becomes a prompt of ids for its model's workers, and its gateway
 * learns the ids; or it ends with a failure.
 *
 * <p>At least once: a batch is acknowledged when the broker has all that came of it. No request
 * waits for another, only for its model's card and, where it is long, for other long ones.
 */
@ApplicationScoped
public class RequestTokenizer {
    private static final Logger LOG = System.getLogger(RequestTokenizer.class.getName());

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedStage(null);

    private final RejectionLog rejections = new RejectionLog(LOG);
    private final Sources sources;
    private final EncoderExecutor encoders;
    private final InFlight inFlight;
    private final ReplyTopics replyTopics;
    private final PromptPublisher prompts;
    private final TokenEventPublisher tokens;
    private final RequestObserver observer;
    private final InstantSource clock;

    /** The announcements that encoding depends on. */
    public record Sources(ModelTokenizers models, Cancellations cancellations) {}

    RequestTokenizer(
            Sources sources,
            EncoderExecutor encoders,
            InFlight inFlight,
            ReplyTopics replyTopics,
            PromptPublisher prompts,
            TokenEventPublisher tokens,
            RequestObserver observer,
            InstantSource clock) {
        this.sources = sources;
        this.encoders = encoders;
        this.inFlight = inFlight;
        this.replyTopics = replyTopics;
        this.prompts = prompts;
        this.tokens = tokens;
        this.observer = observer;
        this.clock = clock;
    }

    /** Takes a batch; completes when there is room for the next. */
    @Incoming("requests")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    public CompletionStage<Void> requests(
            Message<ConsumerRecords<String, @Nullable GenerationRequest>> batch) {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (ConsumerRecord<String, @Nullable GenerationRequest> record : batch.getPayload()) {
            int size = Math.max(0, record.serializedValueSize());
            inFlight.begin(size);
            answers.add(
                    take(record, size)
                            .whenComplete((_, _) -> inFlight.end(size))
                            .toCompletableFuture());
        }
        var _ =
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .thenCompose(_ -> batch.ack())
                        .whenComplete((_, failure) -> noteUnacknowledged(failure));
        return inFlight.room();
    }

    /** The batch will be read again after a restart. */
    private static void noteUnacknowledged(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.log(Level.WARNING, "a batch was not acknowledged: {0}", failure.toString());
        }
    }

    private CompletionStage<Void> take(
            ConsumerRecord<String, @Nullable GenerationRequest> record, int size) {
        return switch (RequestReader.read(record.value())) {
            case ReadRequest.Malformed(String reason) -> reject(reason);
            case ReadRequest.Valid(GenerationRequest request, ReplyAddress reply) ->
                    replyTopics
                            .exists(reply)
                            .thenCompose(exists ->
                                    exists
                                            ? tokenize(request, size, observed(record, request))
                                            : reject("reply_to does not exist"));
        };
    }

    private Observed observed(
            ConsumerRecord<String, @Nullable GenerationRequest> record, GenerationRequest request) {
        return observer.begin(request, TraceContext.of(record.headers()));
    }

    /** Waits for the model, encodes, and publishes what came of it. */
    private CompletionStage<Void> tokenize(GenerationRequest request, int size, Observed observed) {
        return sources.models
                .find(request.getModel(), size)
                .thenComposeAsync(
                        model -> {
                            if (isCancelled(request)) {
                                observed.cancelled();
                                return NOTHING;
                            }
                            if (isExpired(request)) {
                                return refuse(request, observed, Failures.deadlineExceeded());
                            }
                            if (model.isEmpty()) {
                                return refuse(
                                        request,
                                        observed,
                                        Failures.modelNotFound(request.getModel()));
                            }
                            return switch (encode(request, model.get(), observed)) {
                                case EncodingResult.Ids ids -> publish(request, observed, ids);
                                case EncodingResult.Refused(Failure failure) ->
                                        refuse(request, observed, failure);
                            };
                        },
                        encoders.of(size))
                .exceptionallyCompose(cause -> onDefect(request, observed, cause));
    }

    /** Unanswered, it would keep its whole batch from being acknowledged. */
    private CompletionStage<Void> onDefect(
            GenerationRequest request, Observed observed, Throwable cause) {
        Throwable root = cause instanceof CompletionException ? cause.getCause() : cause;
        if (root instanceof RejectedExecutionException) {
            // The service stops; another one gets what is not acknowledged.
            return CompletableFuture.failedStage(root);
        }
        LOG.log(
                Level.WARNING,
                "a request could not be tokenized: {0}",
                root == null ? cause.getClass() : root.getClass());
        return refuse(request, observed, Failures.internal());
    }

    private boolean isCancelled(GenerationRequest request) {
        return sources.cancellations.cover(request.getRequestId(), request.getAttempt());
    }

    private boolean isExpired(GenerationRequest request) {
        return Deadlines.hasPassed(request.getDeadlineEpochMillis(), clock.millis());
    }

    /** A defect that one request meets must neither stop the others nor leave it unanswered. */
    private static EncodingResult encode(
            GenerationRequest request, ModelTokenizer model, Observed observed) {
        observed.encodes();
        try {
            EncodingResult encoding = PromptEncoder.encode(request, model);
            observed.encoded(count(encoding));
            return encoding;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a prompt could not be encoded: {0}", e.getClass().getName());
            return new EncodingResult.Refused(Failures.internal());
        }
    }

    private static int count(EncodingResult encoding) {
        return switch (encoding) {
            case EncodingResult.Ids ids -> ids.prompt().getIdsCount();
            case EncodingResult.Refused _ -> 0;
        };
    }

    private CompletionStage<Void> publish(
            GenerationRequest request, Observed observed, EncodingResult.Ids ids) {
        CompletionStage<Void> told = tokens.encoded(request, ids).exceptionally(this::noteLost);
        return prompts.publish(request, ids, observed.trace())
                .thenRun(observed::published)
                .exceptionallyCompose(cause -> refuse(request, observed, failure(cause)))
                .thenCombine(told, (_, _) -> null);
    }

    private CompletionStage<Void> refuse(
            GenerationRequest request, Observed observed, Failure failure) {
        observed.refused(failure.getCode());
        return tokens.failed(request, failure).exceptionally(this::noteLost);
    }

    private CompletionStage<Void> reject(String reason) {
        observer.rejected();
        rejections.add(Topics.REQUESTS.name(), reason);
        return NOTHING;
    }

    private Failure failure(Throwable cause) {
        LOG.log(Level.WARNING, "a prompt was not taken: {0}", cause.getClass().getName());
        boolean isTooLarge =
                cause instanceof RecordTooLargeException
                        || cause.getCause() instanceof RecordTooLargeException;
        return isTooLarge ? Failures.tooLarge(Topic.MAX_RECORD_BYTES) : Failures.notPublished();
    }

    /** The gateway misses it, and tries again or gives up. */
    private @Nullable Void noteLost(Throwable cause) {
        observer.lost();
        LOG.log(Level.WARNING, "token events were not taken: {0}", cause.getClass().getName());
        return null;
    }
}
