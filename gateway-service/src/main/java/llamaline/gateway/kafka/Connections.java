package llamaline.gateway.kafka;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import llamaline.contract.ProtobufSerializer;
import llamaline.contract.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of the one broker that all settings name. */
public final class Connections {
    /** How long a record may be on its way before its caller gets an error. */
    static final Duration DELIVERY_LIMIT = Duration.ofSeconds(10);

    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BLOCK_MILLIS = 5_000;
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;

    /** What a record's key and headers may add to the largest value. */
    private static final int RECORD_OVERHEAD_BYTES = 64 * 1024;

    private final Map<String, String> settings;

    /**
     * @param settings of Kafka's clients, by their own names; {@code bootstrap.servers} at least
     */
    public Connections(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    Admin admin() {
        return Admin.create(new HashMap<>(settings));
    }

    Producer<String, MessageLite> producer() {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(DELIVERY_LIMIT.toMillis()));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topic.MAX_RECORD_BYTES + RECORD_OVERHEAD_BYTES);
        // Never forgotten: with the broker away a send must fail in its time, not wait for these.
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(365).toMillis());
        return new KafkaProducer<>(config, new StringSerializer(), new ProtobufSerializer());
    }

    /**
     * A consumer that is assigned its partitions and keeps no offsets in the broker.
     *
     * @param mostRecords that a poll brings; each may take {@link Topic#MAX_RECORD_BYTES}
     */
    Consumer<String, byte[]> consumer(int mostRecords) {
        Map<String, Object> config = new HashMap<>(settings);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topic.MAX_RECORD_BYTES);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
