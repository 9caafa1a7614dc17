package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import llamaline.testkit.Await;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Kafka's own {@link MockConsumer} stands for the broker. */
class TopicFollowerTest {
    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<MockConsumer<String, byte[]>> opened =
            new ConcurrentLinkedQueue<>();
    private final AtomicInteger broken = new AtomicInteger();

    @Test
    void readsFromTheBeginningAndSaysWhenItHasCaughtUp() throws Exception {
        MockConsumer<String, byte[]> broker = broker(3, 5);
        broker.schedulePollTask(() -> write(broker, 3, "a"));
        broker.schedulePollTask(() -> write(broker, 4, "b"));
        try (TopicFollower follower =
                follower(new TopicPosition.Beginning(), List.of(broker), this::keep)) {
            CompletableFuture<Void> caughtUp = follower.start();

            caughtUp.get(10, TimeUnit.SECONDS);

            assertEquals(List.of("a", "b"), List.copyOf(read));
        }
    }

    @Test
    void readsFromTheEndAtOnce() throws Exception {
        MockConsumer<String, byte[]> broker = broker(0, 7);
        try (TopicFollower follower =
                follower(new TopicPosition.End(), List.of(broker), this::keep)) {
            follower.start().get(10, TimeUnit.SECONDS);
            broker.schedulePollTask(() -> write(broker, 7, "new"));

            Await.until("the new record", () -> read.contains("new"));
        }
    }

    @Test
    void goesOnWhereItWasAfterAnErrorOfTheBroker() throws Exception {
        MockConsumer<String, byte[]> first = broker(0, 2);
        first.schedulePollTask(() -> write(first, 0, "a"));
        first.schedulePollTask(() -> first.setPollException(new TimeoutException("gone")));
        MockConsumer<String, byte[]> second = broker(0, 9);
        second.schedulePollTask(() -> write(second, 1, "b"));
        try (TopicFollower follower =
                follower(new TopicPosition.Beginning(), List.of(first, second), this::keep)) {
            follower.start().get(10, TimeUnit.SECONDS);

            assertEquals(List.of("a", "b"), List.copyOf(read));
            assertEquals(0, broken.get());
        }
    }

    @Test
    void readsAllWhereTheBrokerCannotFindATime() throws Exception {
        MockConsumer<String, byte[]> broker =
                new MockConsumer<>("earliest") {
                    @Override
                    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                            Map<TopicPartition, Long> times) {
                        throw new TimeoutException("a record cannot be decoded");
                    }
                };
        broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
        broker.updateEndOffsets(Map.of(PARTITION, 1L));
        broker.schedulePollTask(() -> write(broker, 0, "a"));
        try (TopicFollower follower =
                follower(new TopicPosition.Since(Instant.EPOCH), List.of(broker), this::keep)) {
            follower.start().get(10, TimeUnit.SECONDS);

            assertEquals(List.of("a"), List.copyOf(read));
        }
    }

    @Test
    void goesOnWhereNoClientCanBeOpenedForAWhile() throws Exception {
        MockConsumer<String, byte[]> first = broker(0, 2);
        first.schedulePollTask(() -> write(first, 0, "a"));
        first.schedulePollTask(() -> first.setPollException(new KafkaException("damaged")));
        MockConsumer<String, byte[]> second = broker(0, 9);
        second.schedulePollTask(() -> write(second, 1, "b"));
        var next = new ConcurrentLinkedQueue<>(List.of(first, second));
        var asked = new AtomicInteger();
        try (var follower =
                new TopicFollower(
                        "follower",
                        () -> {
                            if (asked.incrementAndGet() == 2) {
                                throw new KafkaException("no client");
                            }
                            return open(next);
                        },
                        Map.of(PARTITION, new TopicPosition.Beginning()),
                        this::keep,
                        () -> {
                            broken.incrementAndGet();
                        },
                        new ReaderHealth(System::nanoTime))) {
            follower.start().get(10, TimeUnit.SECONDS);

            assertEquals(List.of("a", "b"), List.copyOf(read));
            assertEquals(0, broken.get());
        }
    }

    @Test
    void aDefectEndsTheReadingAndIsTold() {
        MockConsumer<String, byte[]> broker = broker(0, 1);
        broker.schedulePollTask(() -> write(broker, 0, "a"));
        try (TopicFollower follower =
                follower(
                        new TopicPosition.Beginning(),
                        List.of(broker),
                        _ -> {
                            throw new IllegalStateException("defect");
                        })) {
            CompletableFuture<Void> caughtUp = follower.start();

            assertThrows(ExecutionException.class, () -> caughtUp.get(10, TimeUnit.SECONDS));
            Await.until("whoever asked is told", () -> broken.get() == 1);
        }
    }

    @Test
    void closesWhileItWaits() {
        MockConsumer<String, byte[]> broker = broker(0, 1);
        TopicFollower follower =
                follower(new TopicPosition.Beginning(), List.of(broker), this::keep);
        CompletableFuture<Void> caughtUp = follower.start();
        Await.until("it is reading", () -> !opened.isEmpty());

        follower.close();

        assertThrows(ExecutionException.class, () -> caughtUp.get(1, TimeUnit.SECONDS));
        assertFalse(opened.isEmpty());
        assertEquals(0, broken.get());
    }

    private void keep(ConsumerRecord<String, byte[]> record) {
        read.add(new String(record.value(), StandardCharsets.UTF_8));
    }

    private TopicFollower follower(
            TopicPosition start,
            List<MockConsumer<String, byte[]>> brokers,
            RecordHandler handler) {
        var next = new ConcurrentLinkedQueue<>(brokers);
        return new TopicFollower(
                "follower",
                () -> open(next),
                Map.of(PARTITION, start),
                handler,
                () -> {
                    broken.incrementAndGet();
                },
                new ReaderHealth(System::nanoTime));
    }

    private Consumer<String, byte[]> open(
            ConcurrentLinkedQueue<MockConsumer<String, byte[]>> next) {
        MockConsumer<String, byte[]> consumer = next.remove();
        opened.add(consumer);
        return consumer;
    }

    private static MockConsumer<String, byte[]> broker(long beginning, long end) {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, beginning));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        return consumer;
    }

    private static void write(MockConsumer<String, byte[]> consumer, long offset, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        consumer.addRecord(new ConsumerRecord<>("topic", 0, offset, "key", bytes));
    }
}
