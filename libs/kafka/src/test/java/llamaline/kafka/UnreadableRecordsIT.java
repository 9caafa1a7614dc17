package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.broker.BrokerSettings;
import llamaline.broker.EmbeddedBroker;
import llamaline.contract.Topic;
import llamaline.testkit.BrokenDisk;
import llamaline.testkit.TestProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableRecordsIT {
    private static final Topic TOPIC = new Topic("llamaline.test.damaged", 1, Duration.ZERO);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);

    @TempDir Path directory;

    private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();

    @Test
    void readsWhatIsBehindDamagedBatches() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory));
                var producer = new TestProducer(broker.bootstrapServers())) {
            producer.create(TOPIC);
            write(broker, producer, "a", "bad-b", "bad-c", "d", "bad-e", "f");

            KafkaClients clients = follow(broker, List.of("a", "d", "f"));

            assertEquals(3, clients.readers().skippedRecords());
            assertFalse(clients.readers().isStalled());
        }
    }

    @Test
    void readsToTheEndWhereTheLastBatchIsDamaged() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory));
                var producer = new TestProducer(broker.bootstrapServers())) {
            producer.create(TOPIC);
            write(broker, producer, "a", "bad-b");

            KafkaClients clients = follow(broker, List.of("a"));

            assertEquals(1, clients.readers().skippedRecords());
        }
    }

    @Test
    void aReaderThatOnlyFailsIsStalledAfterAWhile() {
        var now = new AtomicLong();
        var health = new ReaderHealth(now::get);
        health.failed("reader");
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        health.failed("reader");
        assertFalse(health.isStalled());

        now.addAndGet(Duration.ofSeconds(10).toNanos());

        assertTrue(health.isStalled());
        health.works("reader");
        assertFalse(health.isStalled());
    }

    /** Reads until it has caught up. */
    private KafkaClients follow(EmbeddedBroker broker, List<String> expected) throws Exception {
        var clients =
                new KafkaClients(
                        KafkaSettings.of(broker.bootstrapServers()),
                        "test",
                        Duration.ofSeconds(10));
        try (TopicFollower follower =
                clients.follow(
                        "follower",
                        8,
                        Map.of(PARTITION, new TopicPosition.Beginning()),
                        record -> read.add(record.key()),
                        () -> {})) {
            follower.start().get(60, TimeUnit.SECONDS);
            assertEquals(expected, List.copyOf(read));
        }
        return clients;
    }

    private static void write(EmbeddedBroker broker, TestProducer producer, String... keys) {
        for (String key : keys) {
            producer.send(TOPIC, key, key.getBytes(StandardCharsets.UTF_8));
            if (key.startsWith("bad")) {
                BrokenDisk.damageNewest(broker.bootstrapServers(), PARTITION);
            }
        }
    }
}
