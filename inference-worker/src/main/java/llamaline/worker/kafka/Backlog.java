package llamaline.worker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import llamaline.contract.Topics;
import llamaline.kafka.KafkaClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The prompts of a model that no worker has admitted yet: the lag of the workers' share group, as
 * the broker that keeps the group tells it. What scales workers must know it, and nothing that
 * reads the offsets of consumer groups does.
 */
public final class Backlog implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Admin admin;
    private final String group;
    private final ListShareGroupOffsetsSpec prompts;
    private final AtomicBoolean isAsking = new AtomicBoolean();
    private volatile double waiting = Double.NaN;

    private Backlog(Admin admin, String model) {
        this.admin = admin;
        group = Topics.workersGroup(model);
        var partition = new TopicPartition(Topics.prompts(model).name(), 0);
        prompts = new ListShareGroupOffsetsSpec().topicPartitions(List.of(partition));
    }

    /** Opens a connection of its own; asks nothing yet. */
    public static Backlog open(KafkaClients clients, String model) {
        return new Backlog(clients.admin("backlog"), model);
    }

    /** Returns what the broker told last; NaN where it has not, or could not. */
    public double waiting() {
        return waiting;
    }

    /** Asks and returns at once; does nothing while an answer is missing. */
    public void ask() {
        if (isAsking.compareAndSet(false, true)) {
            var options = new ListShareGroupOffsetsOptions().timeoutMs(TIMEOUT_MILLIS);
            var _ =
                    admin.listShareGroupOffsets(Map.of(group, prompts), options)
                            .partitionsToOffsetInfo(group)
                            .whenComplete((offsets, failure) -> {
                                waiting = failure == null ? sum(offsets.values()) : Double.NaN;
                                isAsking.set(false);
                            });
        }
    }

    private static double sum(Collection<SharePartitionOffsetInfo> offsets) {
        return offsets.stream()
                .mapToDouble(offset ->
                        offset == null
                                ? Double.NaN
                                : offset.lag().map(Long::doubleValue).orElse(Double.NaN))
                .sum();
    }

    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }
}
