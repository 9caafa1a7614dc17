package llamaline.worker.kafka;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import llamaline.contract.ModelCardDeserializer;
import llamaline.contract.Topics;
import llamaline.contract.WorkerStatusDeserializer;
import llamaline.v1.ModelCard;
import llamaline.v1.WorkerStatus;
import llamaline.worker.loop.LoopStatus;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Says which model this worker serves, and each second that it lives. Not thread-safe. */
public final class Announcements {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Connections connections;
    private final Producer<String, MessageLite> producer;
    private final ModelCard card;
    private final Duration workerTimeout;
    private final LongSupplier nanoTime;
    private long lastNanos;
    private long lastTokens;

    /**
     * Says nothing yet.
     *
     * @param workerTimeout a worker that has said nothing for longer is gone
     */
    public Announcements(
            Connections connections,
            Outlet outlet,
            ModelCard card,
            Duration workerTimeout,
            LongSupplier nanoTime) {
        this.connections = connections;
        producer = outlet.producer();
        this.card = card;
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
        Optional<ModelCard> announced = announcedCard();
        if (announced.isPresent()) {
            refuseIfAnother(announced.get());
        }
        try {
            producer.send(new ProducerRecord<>(Topics.MODELS.name(), card.getModel(), card)).get();
        } catch (ExecutionException e) {
            throw new KafkaStartException("The model could not be announced", e);
        }
    }

    private Optional<ModelCard> announcedCard() {
        TopicPartition models = new TopicPartition(Topics.MODELS.name(), 0);
        Optional<ModelCard> latest = Optional.empty();
        try (Consumer<byte[], @Nullable ModelCard> reader =
                connections.reader("models", new ModelCardDeserializer())) {
            reader.assign(List.of(models));
            reader.seekToBeginning(List.of(models));
            long end = reader.endOffsets(List.of(models)).getOrDefault(models, 0L);
            while (reader.position(models) < end) {
                for (ConsumerRecord<byte[], @Nullable ModelCard> record :
                        reader.poll(Duration.ofSeconds(1))) {
                    ModelCard value = record.value();
                    if (value != null && value.getModel().equals(card.getModel())) {
                        latest = Optional.of(value);
                    }
                }
            }
        }
        return latest;
    }

    private void refuseIfAnother(ModelCard announced) {
        Optional<String> difference = CardDifference.between(announced, card);
        if (difference.isPresent() && anotherWorkerLives()) {
            throw new KafkaStartException(
                    ("Another worker serves a different model under the name '%s': %s. Give this"
                                    + " one another name (llamaline.worker.model.name).")
                            .formatted(card.getModel(), difference.get()));
        }
    }

    /** Listens until a worker of the model speaks, or for as long as none may be silent. */
    private boolean anotherWorkerLives() {
        TopicPartition workers = new TopicPartition(Topics.WORKERS.name(), 0);
        try (Consumer<byte[], @Nullable WorkerStatus> reader =
                connections.reader("workers", new WorkerStatusDeserializer())) {
            reader.assign(List.of(workers));
            reader.seekToEnd(List.of(workers));
            long start = nanoTime.getAsLong();
            while (nanoTime.getAsLong() - start < workerTimeout.toNanos()) {
                for (ConsumerRecord<byte[], @Nullable WorkerStatus> record :
                        reader.poll(Duration.ofMillis(500))) {
                    if (isAnother(record.value())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean isAnother(@Nullable WorkerStatus status) {
        return status != null
                && status.getModel().equals(card.getModel())
                && !status.getWorkerId().equals(connections.workerId())
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
                        .setWorkerId(connections.workerId())
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
                new ProducerRecord<String, MessageLite>(
                        Topics.WORKERS.name(), connections.workerId(), status);
        var _ = producer.send(record);
    }
}
