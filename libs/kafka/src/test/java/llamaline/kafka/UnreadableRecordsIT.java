package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.broker.BrokerSettings;
import llamaline.broker.EmbeddedBroker;
import llamaline.contract.Topic;
import llamaline.testkit.TestProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableRecordsIT {
    /** A batch's header: its first offset, and the count of bytes that follow. */
    private static final int HEADER_BYTES = 12;

    private static final Topic TOPIC = new Topic("llamaline.test.damaged", 1, Duration.ZERO);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);

    @TempDir Path directory;

    private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();

    @Test
    void readsWhatIsBehindDamagedBatches() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory));
                var producer = new TestProducer(broker.bootstrapServers())) {
            producer.create(TOPIC);
            for (String key : List.of("a", "b", "c", "d", "e", "f")) {
                producer.send(TOPIC, key, key.getBytes(StandardCharsets.UTF_8));
            }
            damage(1);
            damage(2);
            damage(4);

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
            producer.send(TOPIC, "a", new byte[] {'a'});
            producer.send(TOPIC, "b", new byte[] {'b'});
            damage(1);

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

    /** Turns the last byte of a batch, by its place in the log, as a broken disk would. */
    private void damage(int batch) throws IOException {
        Path log = directory.resolve(PARTITION.toString()).resolve("00000000000000000000.log");
        try (FileChannel file =
                FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = 0;
            for (int i = 0; i <= batch; i++) {
                end += HEADER_BYTES + read(file, end + 8, Integer.BYTES).getInt();
            }
            byte last = read(file, end - 1, 1).get();
            file.write(ByteBuffer.wrap(new byte[] {(byte) ~last}), end - 1);
        }
    }

    private static ByteBuffer read(FileChannel file, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        file.read(bytes, position);
        return bytes.flip();
    }
}
