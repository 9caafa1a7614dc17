package llamaline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions from given positions on, for whoever must know all that is written there: no
 * group, no commits, one thread of its own, which hands each record to a handler. It says when it
 * has caught up with what was there at its start. After an error of the broker it opens another
 * client and goes on where it was. {@link UnreadableRecords} are skipped and counted: one batch
 * must not end what a service knows.
 *
 * <p>Source: Apache Kafka, org.apache.kafka.connect.util.KafkaBasedLog, reduced to its reading.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TopicFollower.class.getName());
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 1_000;

    /** The broker may be gone when it is told; by default the client waits for half a minute. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final String name;
    private final Supplier<Consumer<String, byte[]>> clients;
    private final Map<TopicPartition, TopicPosition> starts;
    private final RecordHandler handler;
    private final Runnable onBroken;
    private final ReaderHealth health;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<String, byte[]> consumer;

    /** The offset to go on at; belongs to the thread. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** The offsets to reach, to have caught up; belongs to the thread. */
    private final Map<TopicPartition, Long> unread = new HashMap<>();

    /**
     * Starts nothing yet.
     *
     * @param name of the thread, and in the log
     * @param onBroken is run where a defect ends the reading; must not wait
     */
    TopicFollower(
            String name,
            Supplier<Consumer<String, byte[]>> clients,
            Map<TopicPartition, TopicPosition> starts,
            RecordHandler handler,
            Runnable onBroken,
            ReaderHealth health) {
        this.name = name;
        this.clients = clients;
        this.starts = Map.copyOf(starts);
        this.handler = handler;
        this.onBroken = onBroken;
        this.health = health;
        thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /**
     * Starts. The result completes when all that was there is handled, and all that is written from
     * now on will be; with an error where the reading ends before.
     */
    public CompletableFuture<Void> start() {
        thread.start();
        return caughtUp;
    }

    /** Ends the reading; returns when the thread has ended. */
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
            caughtUp.completeExceptionally(new KafkaException(name + " was closed"));
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "{0} was interrupted and reads no more", name);
            caughtUp.completeExceptionally(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, name + " broke and reads no more", e);
            caughtUp.completeExceptionally(e);
            onBroken.run();
        } finally {
            health.works(name);
        }
    }

    private void followUntilError() throws InterruptedException {
        try {
            follow();
        } catch (WakeupException _) {
            LOG.log(Level.DEBUG, "{0} was woken to stop", name);
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException e) {
            health.failed(name);
            LOG.log(Level.WARNING, "{0} could not read and tries again: {1}", name, e.toString());
            boolean isOver = stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            if (!isOver && UnreadableRecords.mayExplain(e)) {
                skipUnreadable();
            }
        }
    }

    /** Moves on, partition by partition, where it is proved that a record is in the way. */
    private void skipUnreadable() {
        try {
            Consumer<String, byte[]> opened = clients.get();
            try {
                consumer = opened;
                next.putAll(UnreadableRecords.skip(opened, next, health));
            } finally {
                consumer = null;
                opened.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            }
        } catch (WakeupException _) {
            LOG.log(Level.DEBUG, "{0} was woken to stop", name);
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "{0} could not look for a record: {1}", name, e.toString());
        }
    }

    private void follow() throws InterruptedException {
        Consumer<String, byte[]> opened = clients.get();
        try {
            consumer = opened;
            opened.assign(starts.keySet());
            goOn(opened);
            while (!isStopping()) {
                completeWhenCaughtUp(opened);
                var records = opened.poll(POLL_TIMEOUT);
                health.works(name);
                for (ConsumerRecord<String, byte[]> record : records) {
                    handler.accept(record);
                    next.put(partition(record), record.offset() + 1);
                }
            }
        } finally {
            consumer = null;
            opened.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    /** Seeks where the client before was, or to the start; that is resolved once. */
    private void goOn(Consumer<String, byte[]> opened) {
        if (next.isEmpty()) {
            List<TopicPartition> partitions = new ArrayList<>(starts.keySet());
            Map<TopicPartition, Long> ends = opened.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = opened.beginningOffsets(partitions);
            Map<TopicPartition, Long> resolved = new HashMap<>();
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                long beginning = beginnings.getOrDefault(partition, 0L);
                resolved.put(partition, start(opened, partition, beginning, end));
                unread.put(partition, end);
            }
            next.putAll(resolved);
        }
        next.forEach(opened::seek);
    }

    private long start(
            Consumer<String, byte[]> opened, TopicPartition partition, long beginning, long end) {
        return switch (starts.get(partition)) {
            case TopicPosition.Beginning() -> beginning;
            case TopicPosition.End() -> end;
            case TopicPosition.Since(var instant) -> {
                var times = Map.of(partition, instant.toEpochMilli());
                try {
                    OffsetAndTimestamp first = opened.offsetsForTimes(times).get(partition);
                    yield first == null ? end : first.offset();
                } catch (WakeupException | InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    // The broker looks into records for it, and may not be able to decode one.
                    LOG.log(Level.WARNING, "{0} reads all of {1}: {2}", name, partition, e);
                    yield beginning;
                }
            }
            case null -> throw new IllegalStateException("not followed: " + partition);
        };
    }

    private void completeWhenCaughtUp(Consumer<String, byte[]> opened) {
        if (!caughtUp.isDone()) {
            unread.entrySet().removeIf(end -> opened.position(end.getKey()) >= end.getValue());
            if (unread.isEmpty()) {
                caughtUp.complete(null);
            }
        }
    }

    private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
