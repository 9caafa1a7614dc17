package llamaline.worker.kafka;

import com.google.protobuf.MessageLite;
import java.util.HashMap;
import java.util.Map;
import llamaline.contract.ProtobufSerializer;
import llamaline.contract.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Opens Kafka clients with the settings that each use needs.
 *
 * @param common what all clients share: {@code bootstrap.servers}, security
 * @param workerId part of each client's name in the broker's logs
 */
public record Connections(Map<String, String> common, String workerId) {
    /** A record and its envelope. */
    private static final String MAX_REQUEST_BYTES =
            String.valueOf(Topic.MAX_RECORD_BYTES + 64 * 1024);

    /** How long the start waits for a broker that is not there yet. */
    private static final String START_PATIENCE_MILLIS = "300000";

    /** A gateway gives an attempt up after seconds; what waits longer is not worth sending. */
    private static final String DELIVERY_MILLIS = "30000";

    /** A batch may be small on its way and large when it is unpacked; a heap holds these. */
    private static final String MOST_RECORDS = "8";

    private static final String SEND_PATIENCE_MILLIS = "5000";

    public Connections {
        common = Map.copyOf(common);
    }

    Admin admin() {
        Map<String, Object> settings = settings("admin");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, START_PATIENCE_MILLIS);
        return Admin.create(settings);
    }

    /** One connection for everything that is said: acknowledged by all replicas, in order. */
    Producer<String, MessageLite> producer() {
        Map<String, Object> settings = settings("producer");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_PATIENCE_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        return new KafkaProducer<>(settings, new StringSerializer(), new ProtobufSerializer());
    }

    /** A reader without a group, which is told its partitions and commits nothing. */
    <M> Consumer<byte[], @Nullable M> reader(String name, Deserializer<@Nullable M> values) {
        Map<String, Object> settings = settings(name);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, START_PATIENCE_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), values);
    }

    /**
     * One record a poll, acquired alone ({@code record_limit}), acknowledged by us; it may stay
     * away for as long as all slots are busy.
     */
    <M> ShareConsumer<byte[], @Nullable M> sharer(String group, Deserializer<@Nullable M> values) {
        Map<String, Object> settings = settings("prompts");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
        return new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), values);
    }

    private Map<String, Object> settings(String purpose) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put("client.id", workerId + "-" + purpose);
        return settings;
    }
}
