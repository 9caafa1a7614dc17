package llamaline.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records that come onto a topic after its opening. Not thread-safe.
 *
 * @param <M> type of the messages
 */
public final class TopicTail<M> implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String topic;
    private final KafkaConsumer<String, @Nullable M> consumer;
    private final List<ConsumerRecord<String, @Nullable M>> records = new ArrayList<>();

    private TopicTail(String topic, KafkaConsumer<String, @Nullable M> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    /** Opens all partitions of an existing topic at their ends. */
    public static <M> TopicTail<M> open(
            String bootstrapServers, String topic, Deserializer<@Nullable M> deserializer) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 20);
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), deserializer);
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new TopicTail<>(topic, consumer);
    }

    /** Waits until {@code count} records have come since the opening, and returns all. */
    public List<ConsumerRecord<String, @Nullable M>> await(int count) {
        return await(count + " records", seen -> seen.size() >= count);
    }

    /** Waits until the records since the opening satisfy a condition, and returns all. */
    public List<ConsumerRecord<String, @Nullable M>> await(
            String what, Predicate<List<ConsumerRecord<String, @Nullable M>>> condition) {
        Await.until(
                what + " on " + topic,
                LIMIT,
                () -> {
                    poll();
                    return condition.test(records);
                });
        return List.copyOf(records);
    }

    /** Returns the records that have come so far, all partitions read to their ends. */
    public List<ConsumerRecord<String, @Nullable M>> all() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return await(
                "the end",
                _ ->
                        ends.entrySet().stream()
                                .allMatch(
                                        end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private void poll() {
        consumer.poll(POLL).forEach(records::add);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
