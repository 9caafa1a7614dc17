package llamaline.worker.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.contract.Cancellations;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Names;
import llamaline.contract.Topics;
import llamaline.kafka.AnnouncedTopics;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.TopicFollower;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.worker.loop.DecodeLoop;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads on {@link Topics#CONTROL} what callers no longer want. A cancellation may overtake its
 * prompt, so those of a while ago are read before the first prompt is taken. One thread of its own.
 */
public final class CancellationConsumer implements AutoCloseable {
    /** A batch may be small on its way and large when it is unpacked; a heap holds these. */
    private static final int MOST_RECORDS = 8;

    private final ControlDeserializer deserializer = new ControlDeserializer();
    private final String workerId;
    private final Cancellations cancellations;
    private final DecodeLoop loop;
    private final InstantSource clock;
    private final TopicFollower follower;

    /**
     * Reads nothing yet.
     *
     * @param onBroken is run where a defect ends the reading; must not wait
     */
    public CancellationConsumer(
            KafkaClients clients,
            String workerId,
            Cancellations cancellations,
            DecodeLoop loop,
            InstantSource clock,
            Runnable onBroken) {
        this.workerId = workerId;
        this.cancellations = cancellations;
        this.loop = loop;
        this.clock = clock;
        follower =
                clients.follow(
                        "cancellation-consumer",
                        MOST_RECORDS,
                        AnnouncedTopics.control(clock.instant()),
                        this::accept,
                        onBroken);
    }

    /**
     * Starts, and waits until it has read the topic to its end.
     *
     * @throws KafkaStartException where that takes longer than {@code timeout}
     */
    public void start(Duration timeout) throws InterruptedException {
        try {
            follower.start().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new KafkaStartException("The cancellations could not be read to their end", e);
        }
    }

    /** Returns when the thread has ended. */
    @Override
    public void close() {
        follower.close();
    }

    private void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        Control control = deserializer.deserialize(record.topic(), record.value());
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
            case ONLY_WORKER -> cancellation.getOnlyWorker().equals(workerId);
            case EXCEPT_WORKER -> !cancellation.getExceptWorker().equals(workerId);
            case TARGET_NOT_SET -> true;
        };
    }
}
