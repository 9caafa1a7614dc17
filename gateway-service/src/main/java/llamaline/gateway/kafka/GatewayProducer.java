package llamaline.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.MessageLite;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.contract.TraceContext;
import llamaline.gateway.stream.RequestPublisher;
import llamaline.kafka.KafkaClients;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GatewayAnnouncement;
import llamaline.v1.GenerationRequest;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Hop 3 of the flow: requests to {@link Topics#REQUESTS}, cancellations to {@link Topics#CONTROL},
 * and what no attempt could answer to {@link Topics#DEAD_LETTERS}.
 *
 * <p>A producer may wait (for the broker's map, for room in its buffer), so one thread sends what
 * others leave in a queue. Thread-safe.
 */
public final class GatewayProducer implements RequestPublisher, AutoCloseable {
    private static final Logger LOG = System.getLogger(GatewayProducer.class.getName());
    private static final int QUEUE_LENGTH = 200_000;
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;

    /** The longest that a record may be on its way before its caller gets an error. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(QUEUE_LENGTH);
    private final Producer<String, MessageLite> producer;
    private final LongSupplier nanoTime;
    private final Thread thread =
            Thread.ofPlatform().name("request-publisher").unstarted(this::run);
    private volatile boolean isClosed;

    /** Sends from now on. */
    public GatewayProducer(KafkaClients clients, LongSupplier nanoTime) {
        this.producer = clients.producer("producer", DELIVERY_TIMEOUT, BUFFER_BYTES);
        this.nanoTime = nanoTime;
        thread.start();
    }

    @Override
    public void publish(
            GenerationRequest request, TraceContext trace, Consumer<Failure> onFailure) {
        String id = request.getRequestId();
        ProducerRecord<String, MessageLite> record =
                new ProducerRecord<>(Topics.REQUESTS.name(), id, request);
        trace.putInto(record.headers());
        send(
                record,
                cause -> {
                    if (cause != null) {
                        onFailure.accept(failure(cause));
                    }
                });
    }

    @Override
    public void cancel(Cancellation cancellation) {
        Control control = Control.newBuilder().setCancellation(cancellation).build();
        send(
                new ProducerRecord<>(Topics.CONTROL.name(), cancellation.getRequestId(), control),
                cause -> {
                    if (cause != null) {
                        LOG.log(Level.WARNING, "a cancellation was not sent: {0}", named(cause));
                    }
                });
    }

    @Override
    public void deadLetter(GenerationRequest request, Failure failure) {
        String id = request.getRequestId();
        ProducerRecord<String, MessageLite> record =
                new ProducerRecord<>(Topics.DEAD_LETTERS.name(), id, request);
        record.headers()
                .add(Topics.FAILURE_CODE, failure.getCode().name().getBytes(UTF_8))
                .add(Topics.FAILURE_MESSAGE, failure.getMessage().getBytes(UTF_8));
        send(
                record,
                cause -> {
                    if (cause != null) {
                        LOG.log(Level.WARNING, "a dead letter was not sent: {0}", named(cause));
                    }
                });
    }

    /** Announces that this gateway took its partition; completes when the broker has it. */
    CompletableFuture<Void> announce(GatewayAnnouncement here) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Control control = Control.newBuilder().setGatewayAnnouncement(here).build();
        send(
                new ProducerRecord<>(Topics.CONTROL.name(), here.getGatewayId(), control),
                cause -> {
                    if (cause == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(cause);
                    }
                });
        return done;
    }

    /** Learns where the topics are, so that the first request does not wait for it. */
    void warmUp() {
        producer.partitionsFor(Topics.REQUESTS.name());
        producer.partitionsFor(Topics.CONTROL.name());
    }

    /** Sends what is in the queue, within a limit. */
    @Override
    public void close() {
        isClosed = true;
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
    }

    private void send(
            ProducerRecord<String, MessageLite> record, Consumer<@Nullable Exception> onDone) {
        if (isClosed || !queue.offer(new Outgoing(record, onDone, nanoTime.getAsLong()))) {
            onDone.accept(new KafkaException("no room to send, or stopped"));
        }
    }

    private void run() {
        try {
            while (!isClosed || !queue.isEmpty()) {
                Outgoing next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            }
        } catch (InterruptedException _) {
            LOG.log(Level.DEBUG, "stopped with records unsent");
        }
    }

    private void send(Outgoing next) {
        if (nanoTime.getAsLong() - next.since > DELIVERY_TIMEOUT.toNanos()) {
            next.onDone.accept(new KafkaException("waited too long to be sent"));
            return;
        }
        try {
            var _ = producer.send(next.record, (_, cause) -> next.onDone.accept(cause));
        } catch (KafkaException | IllegalStateException e) {
            next.onDone.accept(e);
        } catch (RuntimeException e) {
            // A defect of one record must not end the thread that sends all others.
            LOG.log(Level.ERROR, "a record was not sent", e);
            next.onDone.accept(e);
        }
    }

    private static Failure failure(Exception cause) {
        LOG.log(Level.WARNING, "a request was not sent: {0}", named(cause));
        if (cause instanceof RecordTooLargeException) {
            return Failure.newBuilder()
                    .setCode(ErrorCode.INVALID_PROMPT)
                    .setMessage(
                            "The request is too large: at most %d bytes are allowed as a record."
                                    .formatted(Topic.MAX_RECORD_BYTES))
                    .setParam("prompt")
                    .build();
        }
        return Failure.newBuilder()
                .setCode(ErrorCode.MODEL_UNAVAILABLE)
                .setMessage("The message broker did not take the request; try again later.")
                .build();
    }

    /** Never its message: that may name what is in a record. */
    private static String named(Exception cause) {
        return cause.getClass().getSimpleName();
    }

    private record Outgoing(
            ProducerRecord<String, MessageLite> record,
            Consumer<@Nullable Exception> onDone,
            long since) {}
}
