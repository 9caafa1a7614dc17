package llamaline.tokenization.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llamaline.contract.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what others announce: {@link Topics#MODELS} from its beginning, {@link Topics#CONTROL} from
 * a quarter of an hour ago. One thread of its own.
 */
public final class AnnouncementConsumer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AnnouncementConsumer.class.getName());
    private static final Duration LOOK_BACK = Duration.ofMinutes(15);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 1000;
    private static final TopicPartition MODELS = new TopicPartition(Topics.MODELS.name(), 0);
    private static final TopicPartition CONTROL = new TopicPartition(Topics.CONTROL.name(), 0);

    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Connections connections;
    private final Announcements announcements;
    private final InstantSource clock;
    private final Thread thread =
            Thread.ofPlatform().name("announcement-consumer").unstarted(this::run);
    private volatile @Nullable Consumer<String, byte[]> consumer;

    /** Does not start the thread yet. */
    public AnnouncementConsumer(
            Connections connections, Announcements announcements, InstantSource clock) {
        this.connections = connections;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Starts, with both topics there; completes when all that was announced before is known. */
    CompletionStage<Void> start() {
        thread.start();
        return caughtUp;
    }

    /** Returns when the thread has ended. */
    @Override
    public void close() {
        stopping.countDown();
        Consumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void run() {
        try {
            while (!isStopping()) {
                followUntilError();
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "interrupted; announcements are no longer heard", e);
        }
    }

    private void followUntilError() throws InterruptedException {
        try (var opened = connections.reader()) {
            consumer = opened;
            opened.assign(List.of(MODELS, CONTROL));
            Map<TopicPartition, Long> ends = opened.endOffsets(List.of(MODELS, CONTROL));
            opened.seekToBeginning(List.of(MODELS));
            opened.seek(CONTROL, recentControl(opened, ends.getOrDefault(CONTROL, 0L)));
            while (!isStopping()) {
                if (!caughtUp.isDone() && isRead(opened, ends)) {
                    caughtUp.complete(null);
                }
                for (ConsumerRecord<String, byte[]> record : opened.poll(POLL)) {
                    announcements.accept(record);
                }
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "woken up to stop", e);
        } catch (KafkaException | IllegalStateException e) {
            LOG.log(Level.WARNING, "reading announcements failed; trying again", e);
            boolean isOver = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "paused, stopping: {0}", isOver);
        } finally {
            consumer = null;
        }
    }

    private static boolean isRead(
            Consumer<String, byte[]> opened, Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(offset -> opened.position(offset.getKey()) >= offset.getValue());
    }

    private long recentControl(Consumer<String, byte[]> opened, long end) {
        long since = clock.instant().minus(LOOK_BACK).toEpochMilli();
        OffsetAndTimestamp first = opened.offsetsForTimes(Map.of(CONTROL, since)).get(CONTROL);
        return first == null ? end : first.offset();
    }
}
