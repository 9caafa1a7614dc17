package llamaline.gateway.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llamaline.contract.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads what others announce: {@link Topics#MODELS} from its beginning, {@link Topics#CONTROL} from
 * a while ago, {@link Topics#WORKERS} from its end. One thread, which owns the consumer.
 */
final class AnnouncementConsumer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AnnouncementConsumer.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration OFFSETS_LIMIT = Duration.ofSeconds(30);
    private static final Duration CONTROL_LOOKBACK = Duration.ofMinutes(15);
    private static final long PAUSE_MILLIS = 1_000;

    /** A batch may be small on its way and large when it is unpacked; a heap holds these. */
    private static final int MOST_RECORDS = 8;

    private static final TopicPartition MODELS = new TopicPartition(Topics.MODELS.name(), 0);
    private static final TopicPartition WORKERS = new TopicPartition(Topics.WORKERS.name(), 0);
    private static final TopicPartition CONTROL = new TopicPartition(Topics.CONTROL.name(), 0);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Map<TopicPartition, Long> unread = new HashMap<>();
    private final Consumer<String, byte[]> consumer;
    private final Announcements announcements;
    private final Instant startedAt;
    private final Runnable onBroken;
    private final Thread thread =
            Thread.ofPlatform().name("announcement-consumer").unstarted(this::run);

    /**
     * @param startedAt when the gateway did
     * @param onBroken is run where it ends by a defect; must not wait
     */
    AnnouncementConsumer(
            Connections connections,
            Announcements announcements,
            Instant startedAt,
            Runnable onBroken) {
        this.consumer = connections.consumer(MOST_RECORDS);
        this.announcements = announcements;
        this.startedAt = startedAt;
        this.onBroken = onBroken;
    }

    /** Completes when all that was announced before is known. */
    CompletableFuture<Void> start() {
        thread.start();
        return caughtUp;
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
            position();
            while (stopped.getCount() > 0) {
                completeWhenCaughtUp();
                poll();
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "woken to stop");
            caughtUp.completeExceptionally(e);
        } catch (KafkaException | InterruptedException e) {
            LOG.log(Level.WARNING, "the announcement consumer ends: {0}", e.toString());
            caughtUp.completeExceptionally(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the announcement consumer broke", e);
            caughtUp.completeExceptionally(e);
            onBroken.run();
        }
    }

    private void position() {
        List<TopicPartition> all = List.of(MODELS, WORKERS, CONTROL);
        consumer.assign(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all, OFFSETS_LIMIT);
        consumer.seekToBeginning(List.of(MODELS));
        consumer.seekToEnd(List.of(WORKERS));
        seekToRecentControl();
        unread.putAll(ends);
        unread.remove(WORKERS);
    }

    private void seekToRecentControl() {
        long since = startedAt.minus(CONTROL_LOOKBACK).toEpochMilli();
        OffsetAndTimestamp first =
                consumer.offsetsForTimes(Map.of(CONTROL, since), OFFSETS_LIMIT).get(CONTROL);
        if (first == null) {
            consumer.seekToEnd(List.of(CONTROL));
        } else {
            consumer.seek(CONTROL, first.offset());
        }
    }

    private void completeWhenCaughtUp() {
        if (!caughtUp.isDone()) {
            unread.entrySet()
                    .removeIf(e -> consumer.position(e.getKey(), OFFSETS_LIMIT) >= e.getValue());
            if (unread.isEmpty()) {
                caughtUp.complete(null);
            }
        }
    }

    private void poll() throws InterruptedException {
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                announcements.accept(record);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "could not read announcements: {0}", e.toString());
            stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
