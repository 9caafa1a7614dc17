package llamaline.worker.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llamaline.contract.Cancellations;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Names;
import llamaline.contract.Topics;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.worker.loop.DecodeLoop;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Hears what callers no longer want. A cancellation may overtake its prompt, so those of the last
 * quarter of an hour are read before the first prompt is taken. One thread of its own.
 */
public final class CancellationConsumer {
    private static final Logger LOG = System.getLogger(CancellationConsumer.class.getName());
    private static final Duration LOOK_BACK = Duration.ofMinutes(15);
    private static final Duration POLL_PATIENCE = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 1000;

    /** To say goodbye to the broker, which may be gone; by default it would be half a minute. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private static final TopicPartition CONTROL = new TopicPartition(Topics.CONTROL.name(), 0);

    private final Connections connections;
    private final Cancellations cancellations;
    private final DecodeLoop loop;
    private final InstantSource clock;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("cancellation-consumer").unstarted(this::run);
    private volatile @Nullable Consumer<byte[], @Nullable Control> consumer;

    /** Does not start the thread yet. */
    public CancellationConsumer(
            Connections connections,
            Cancellations cancellations,
            DecodeLoop loop,
            InstantSource clock) {
        this.connections = connections;
        this.cancellations = cancellations;
        this.loop = loop;
        this.clock = clock;
    }

    /**
     * Starts the thread and waits until it has read the topic to its end.
     *
     * @throws KafkaStartException where that takes longer than {@code patience}
     */
    public void start(Duration patience) throws InterruptedException {
        thread.start();
        if (!caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new KafkaStartException("The cancellations could not be read to their end.");
        }
    }

    /** Returns when the thread has ended. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        Consumer<byte[], @Nullable Control> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        thread.join();
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
            LOG.log(Level.WARNING, "interrupted; cancellations are no longer heard", e);
        }
    }

    private void followUntilError() throws InterruptedException {
        var opened = connections.reader("control", new ControlDeserializer());
        try {
            consumer = opened;
            opened.assign(List.of(CONTROL));
            long end = seekBack(opened);
            while (!isStopping()) {
                if (opened.position(CONTROL) >= end) {
                    caughtUp.countDown();
                }
                for (ConsumerRecord<byte[], @Nullable Control> record :
                        opened.poll(POLL_PATIENCE)) {
                    hear(record.value());
                }
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "woken up to stop", e);
        } catch (KafkaException | IllegalStateException e) {
            LOG.log(Level.WARNING, "reading cancellations failed; trying again", e);
            boolean isOver = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "paused, stopping: {0}", isOver);
        } finally {
            consumer = null;
            opened.close(CloseOptions.timeout(CLOSE_PATIENCE));
        }
    }

    /** Returns the end of the topic as of now. */
    private long seekBack(Consumer<byte[], @Nullable Control> opened) {
        long since = clock.instant().minus(LOOK_BACK).toEpochMilli();
        long end = opened.endOffsets(List.of(CONTROL)).getOrDefault(CONTROL, 0L);
        Map<TopicPartition, OffsetAndTimestamp> offsets =
                opened.offsetsForTimes(Map.of(CONTROL, since));
        OffsetAndTimestamp first = offsets.get(CONTROL);
        opened.seek(CONTROL, first == null ? end : first.offset());
        return end;
    }

    private void hear(@Nullable Control control) throws InterruptedException {
        if (control == null || !control.hasCancellation()) {
            return;
        }
        Cancellation cancellation = control.getCancellation();
        if (!Names.isName(cancellation.getRequestId()) || !concernsMe(cancellation)) {
            return;
        }
        int attempt = cancellation.getAttempt();
        int throughAttempt = attempt == 0 ? Integer.MAX_VALUE : attempt;
        cancellations.add(
                cancellation.getRequestId(),
                throughAttempt,
                cancellation.getDeadlineEpochMillis(),
                clock.millis());
        loop.cancel(cancellation.getRequestId(), throughAttempt);
    }

    private boolean concernsMe(Cancellation cancellation) {
        return switch (cancellation.getTargetCase()) {
            case ONLY_WORKER -> cancellation.getOnlyWorker().equals(connections.workerId());
            case EXCEPT_WORKER -> !cancellation.getExceptWorker().equals(connections.workerId());
            case TARGET_NOT_SET -> true;
        };
    }
}
