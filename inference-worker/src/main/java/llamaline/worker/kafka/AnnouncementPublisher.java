package llamaline.worker.kafka;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import llamaline.contract.ModelCardDeserializer;
import llamaline.contract.Topics;
import llamaline.contract.WorkerStatusDeserializer;
import llamaline.kafka.AnnouncedTopics;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.TopicFollower;
import llamaline.v1.ModelCard;
import llamaline.v1.WorkerStatus;
import llamaline.worker.loop.LoopStatus;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Publishes which model this worker serves, and each second that it lives. Not thread-safe: who
 * starts the worker announces, and then one timer publishes.
 */
public final class AnnouncementPublisher {
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(5);
    private static final int MOST_RECORDS = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private final KafkaClients clients;
    private final Producer<String, MessageLite> producer;
    private final ModelCard card;
    private final String workerId;
    private final Duration workerTimeout;
    private final LongSupplier nanoTime;
    private long lastNanos;
    private long lastTokens;

    /**
     * Publishes nothing yet.
     *
     * @param workerTimeout a worker that has said nothing for longer is gone
     */
    public AnnouncementPublisher(
            KafkaClients clients,
            WorkerProducer producer,
            ModelCard card,
            String workerId,
            Duration workerTimeout,
            LongSupplier nanoTime) {
        this.clients = clients;
        this.producer = producer.client();
        this.card = card;
        this.workerId = workerId;
        this.workerTimeout = workerTimeout;
        this.nanoTime = nanoTime;
        lastNanos = nanoTime.getAsLong();
    }

    /**
     * Publishes the model's card.
     *
     * @throws KafkaStartException where a living worker serves another model under this name
     */
    public void announce() throws InterruptedException {
        try {
            Optional<ModelCard> announced = announcedCard();
            if (announced.isPresent()) {
                refuseIfAnother(announced.get());
            }
            publishCard().get();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaStartException("The model could not be announced", e);
        }
    }

    /** Publishes the model's card once more, to a topic that lost it. */
    public void announceAgain() {
        var _ = publishCard();
    }

    private Future<RecordMetadata> publishCard() {
        return producer.send(new ProducerRecord<>(Topics.MODELS.name(), card.getModel(), card));
    }

    private Optional<ModelCard> announcedCard()
            throws InterruptedException, ExecutionException, TimeoutException {
        var latest = new AtomicReference<@Nullable ModelCard>();
        var deserializer = new ModelCardDeserializer();
        try (TopicFollower models =
                clients.follow(
                        "announced-models",
                        MOST_RECORDS,
                        AnnouncedTopics.models(),
                        record -> {
                            ModelCard value =
                                    deserializer.deserialize(record.topic(), record.value());
                            if (value != null && value.getModel().equals(card.getModel())) {
                                latest.set(value);
                            }
                        },
                        () -> {})) {
            models.start().get(READ_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
        return Optional.ofNullable(latest.get());
    }

    private void refuseIfAnother(ModelCard announced)
            throws InterruptedException, ExecutionException, TimeoutException {
        Optional<String> difference = CardDifference.between(announced, card);
        if (difference.isPresent() && anotherWorkerLives()) {
            throw new KafkaStartException(
                    ("Another worker serves a different model under the name '%s': %s. Give this"
                                    + " one another name (llamaline.worker.model.name).")
                            .formatted(card.getModel(), difference.get()));
        }
    }

    /** Listens until a worker of the model speaks, or for as long as none may be silent. */
    private boolean anotherWorkerLives()
            throws InterruptedException, ExecutionException, TimeoutException {
        var found = new CountDownLatch(1);
        var deserializer = new WorkerStatusDeserializer();
        try (TopicFollower workers =
                clients.follow(
                        "living-workers",
                        MOST_RECORDS,
                        AnnouncedTopics.workers(),
                        record -> {
                            if (isAnother(
                                    deserializer.deserialize(record.topic(), record.value()))) {
                                found.countDown();
                            }
                        },
                        () -> {})) {
            workers.start().get(READ_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return found.await(workerTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean isAnother(@Nullable WorkerStatus status) {
        return status != null
                && status.getModel().equals(card.getModel())
                && !status.getWorkerId().equals(workerId)
                && !status.getStopping();
    }

    /**
     * Publishes how the worker does.
     *
     * @param isServing false = prompts had better go elsewhere
     */
    public void status(LoopStatus loop, boolean isServing) {
        long now = nanoTime.getAsLong();
        double seconds = Math.max(1, now - lastNanos) / NANOS_PER_SECOND;
        WorkerStatus status =
                WorkerStatus.newBuilder()
                        .setWorkerId(workerId)
                        .setModel(card.getModel())
                        .setSlots(loop.slots())
                        .setFreeSlots(loop.slots() - loop.busySlots())
                        .setTokensPerSecond((loop.tokens() - lastTokens) / seconds)
                        .setStopping(!isServing)
                        .setAdmitted(loop.admitted())
                        .build();
        lastNanos = now;
        lastTokens = loop.tokens();
        var record =
                new ProducerRecord<String, MessageLite>(Topics.WORKERS.name(), workerId, status);
        var _ = producer.send(record);
    }
}
