package llamaline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import llamaline.contract.Topic;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of every kind of client, beyond what {@link KafkaSettings} says. What stands here
 * wins: the services rely on it.
 *
 * @param common what whoever runs the service gave
 * @param owner begins each client's name in the brokers' logs
 * @param apiTimeout how long a client waits for brokers that do not answer; long where nobody tries
 *     again
 */
record ClientSettings(KafkaSettings common, String owner, Duration apiTimeout) {
    /** A record's key and headers may add this to the largest value. */
    private static final int RECORD_OVERHEAD_BYTES = 64 * 1024;

    /** A broker that says nothing for longer is asked again, or another one is. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);

    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);

    /**
     * Never: with the brokers away a send must fail in its time, not wait for the topic's
     * description to come again.
     */
    private static final Duration FORGET_TOPICS_AFTER = Duration.ofDays(365);

    Map<String, Object> admin(String purpose) {
        Map<String, Object> settings = named(purpose);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(apiTimeout));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, requestMillis(apiTimeout));
        return settings;
    }

    /** Writes acknowledged by all replicas that are in sync, in order, and at once. */
    Map<String, Object> producer(String purpose, Duration deliveryTimeout, long bufferBytes) {
        Map<String, Object> settings = named(purpose);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(deliveryTimeout));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestMillis(deliveryTimeout));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(LONGEST_BLOCK));
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
        settings.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topic.MAX_RECORD_BYTES + RECORD_OVERHEAD_BYTES);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, FORGET_TOPICS_AFTER.toMillis());
        return settings;
    }

    /** Reads without a group: it is told its partitions, and commits nothing. */
    Map<String, Object> reader(String purpose, int mostRecords, String onLostPosition) {
        Map<String, Object> settings = named(purpose);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, onLostPosition);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(apiTimeout));
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topic.MAX_RECORD_BYTES);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
        return settings;
    }

    /**
     * Takes one record a poll, acquired alone ({@code record_limit}) and acknowledged by hand; the
     * consumer may stay away for as long as all slots are busy.
     */
    Map<String, Object> shareConsumer(String purpose, String group) {
        Map<String, Object> settings = named(purpose);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
        return settings;
    }

    private Map<String, Object> named(String purpose) {
        Map<String, Object> settings = new HashMap<>(common.values());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, owner + "-" + purpose);
        return settings;
    }

    /** Leaves time for a second question. */
    private static int requestMillis(Duration timeout) {
        return Math.min(millis(LONGEST_REQUEST), millis(timeout) / 2);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
