package llamaline.gateway.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.contract.TokenEventsDeserializer;
import llamaline.contract.Topics;
import llamaline.gateway.stream.PendingRequests;
import llamaline.v1.TokenEvents;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Hop 8 of the flow: reads this gateway's partition of {@link Topics#TOKENS} from its end, in
 * batches, and hands the events on in their order. One thread, which owns the consumer.
 */
public final class TokenConsumer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TokenConsumer.class.getName());
    private static final int MOST_RECORDS = 10_000;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POSITION_LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 1_000;

    private final TokenEventsDeserializer deserializer = new TokenEventsDeserializer();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CompletableFuture<Void> positioned = new CompletableFuture<>();
    private final AtomicLong unreadable = new AtomicLong();
    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final PendingRequests pendingRequests;
    private final Runnable onBroken;
    private final Thread thread = Thread.ofPlatform().name("token-consumer").unstarted(this::run);

    /**
     * @param onBroken is run where it ends by a defect; must not wait
     */
    TokenConsumer(
            Connections connections,
            int index,
            PendingRequests pendingRequests,
            Runnable onBroken) {
        this.consumer = connections.consumer(MOST_RECORDS);
        this.partition = new TopicPartition(Topics.TOKENS.name(), index);
        this.pendingRequests = pendingRequests;
        this.onBroken = onBroken;
    }

    /** Completes when everything that is written from now on will be read. */
    CompletableFuture<Void> start() {
        thread.start();
        return positioned;
    }

    /** Records that were no {@code TokenEvents}, since the start. */
    long unreadableRecords() {
        return unreadable.get();
    }

    @Override
    public void close() {
        stopped.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            // The seek is lazy: only the position pins it.
            consumer.position(partition, POSITION_LIMIT);
            positioned.complete(null);
            while (stopped.getCount() > 0) {
                poll();
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "woken to stop");
            positioned.completeExceptionally(e);
        } catch (KafkaException | InterruptedException e) {
            LOG.log(Level.WARNING, "the token consumer ends: {0}", e.toString());
            positioned.completeExceptionally(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the token consumer broke", e);
            positioned.completeExceptionally(e);
            onBroken.run();
        }
    }

    private void poll() throws InterruptedException {
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                accept(record);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "could not read token events: {0}", e.toString());
            stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        TokenEvents events = deserializer.deserialize(record.topic(), record.value());
        if (events == null) {
            unreadable.incrementAndGet();
            return;
        }
        pendingRequests.accept(events);
    }
}
