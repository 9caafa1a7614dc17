package llamaline.kafka;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import llamaline.contract.ProtobufSerializer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Opens the Kafka clients of a service, each with the settings that its use needs: {@link
 * ClientSettings} has them all. Whoever opens one closes it. Thread-safe.
 */
public final class KafkaClients {
    private final ClientSettings settings;
    private final ReaderHealth readers = new ReaderHealth(System::nanoTime);

    /**
     * Opens nothing yet.
     *
     * @param owner begins each client's name in the brokers' logs
     * @param apiTimeout how long a client waits for brokers that do not answer
     */
    public KafkaClients(KafkaSettings common, String owner, Duration apiTimeout) {
        settings = new ClientSettings(common, owner, apiTimeout);
    }

    /** Opens a client that creates and describes. */
    public Admin admin(String purpose) {
        return Admin.create(settings.admin(purpose));
    }

    /**
     * Opens a client that writes: acknowledged by all replicas, in order, and at once.
     *
     * @param deliveryTimeout how long a record may be on its way before its sender gets an error
     * @param bufferBytes records that may wait for the brokers
     */
    public Producer<String, MessageLite> producer(
            String purpose, Duration deliveryTimeout, long bufferBytes) {
        return new KafkaProducer<>(
                settings.producer(purpose, deliveryTimeout, bufferBytes),
                new StringSerializer(),
                new ProtobufSerializer());
    }

    /**
     * Follows partitions with a client without a group, from {@link TopicFollower#start} on.
     *
     * @param name of the thread and of the client
     * @param mostRecords that a poll brings; each may take {@link
     *     llamaline.contract.Topic#MAX_RECORD_BYTES}
     * @param onBroken is run where a defect ends the reading; must not wait
     */
    public TopicFollower follow(
            String name,
            int mostRecords,
            Map<TopicPartition, TopicPosition> starts,
            RecordHandler handler,
            Runnable onBroken) {
        return new TopicFollower(
                name,
                () -> reader(name, mostRecords, starts.values()),
                starts,
                handler,
                onBroken,
                readers);
    }

    /**
     * Returns where each partition can be read, from its offset on: behind {@link
     * UnreadableRecords}, which are said in the log and counted.
     *
     * @throws org.apache.kafka.common.KafkaException where the broker fails
     */
    public Map<TopicPartition, Long> firstReadable(
            String purpose, Map<TopicPartition, Long> offsets) {
        try (var reader = reader(purpose, 1, List.of())) {
            return UnreadableRecords.skip(reader, offsets, readers);
        }
    }

    /** Returns how all readers of this do. */
    public ReaderHealth readers() {
        return readers;
    }

    /** Whoever reads but the end must miss nothing where the broker has lost its position. */
    private Consumer<String, byte[]> reader(
            String purpose, int mostRecords, Collection<TopicPosition> starts) {
        boolean isAtEnd = starts.stream().allMatch(TopicPosition.End.class::isInstance);
        return new KafkaConsumer<>(
                settings.reader(purpose, mostRecords, isAtEnd ? "latest" : "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * Opens a member of a share group that takes one record at a time and acknowledges it by hand.
     *
     * @param <M> the records' message; null where a record holds none
     */
    public <M> ShareConsumer<byte[], @Nullable M> shareConsumer(
            String purpose, String group, Deserializer<@Nullable M> values) {
        return new KafkaShareConsumer<>(
                settings.shareConsumer(purpose, group), new ByteArrayDeserializer(), values);
    }
}
