package llamaline.worker.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/**
 * Sets the workers' share group up: it reads its topic from the beginning, and a worker that joins
 * gets its partitions in the answer to its first heartbeat, not to its second, which comes five
 * seconds later.
 */
final class ShareGroupSetup {
    private static final Logger LOG = System.getLogger(ShareGroupSetup.class.getName());

    /** Brokers before 4.3 do not know these. */
    private static final Map<String, String> ASSIGN_AT_ONCE =
            Map.of(
                    "share.assignment.interval.ms", "0",
                    "share.assignor.offload.enable", "false");

    private ShareGroupSetup() {}

    static void prepare(Admin admin, String group, String topic)
            throws ExecutionException, InterruptedException {
        set(admin, group, Map.of("share.auto.offset.reset", "earliest"));
        try {
            set(admin, group, ASSIGN_AT_ONCE);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException)) {
                throw e;
            }
        }
        initialize(admin, group, topic);
    }

    private static void set(Admin admin, String group, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        List<AlterConfigOp> changes =
                settings.entrySet().stream()
                        .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                        .toList();
        admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    }

    /**
     * Gives a group that never read the topic its start, which its first member would otherwise do
     * while it waits. Nothing depends on it: where the broker does not want it, all is a little
     * slower.
     */
    private static void initialize(Admin admin, String group, String topic)
            throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> partitions = beginnings(admin, topic);
            if (!hasStarted(admin, group, partitions)) {
                Map<TopicPartition, Long> starts = new HashMap<>();
                admin.listOffsets(partitions)
                        .all()
                        .get()
                        .forEach((partition, start) -> starts.put(partition, start.offset()));
                admin.alterShareGroupOffsets(group, starts).all().get();
            }
        } catch (ExecutionException | ApiException e) {
            LOG.log(Level.DEBUG, "the share group starts by itself", e);
        }
    }

    private static Map<TopicPartition, OffsetSpec> beginnings(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        for (TopicDescription description :
                admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
            for (int i = 0; i < description.partitions().size(); i++) {
                beginnings.put(new TopicPartition(topic, i), OffsetSpec.earliest());
            }
        }
        return beginnings;
    }

    private static boolean hasStarted(
            Admin admin, String group, Map<TopicPartition, OffsetSpec> partitions)
            throws ExecutionException, InterruptedException {
        var spec = new ListShareGroupOffsetsSpec().topicPartitions(partitions.keySet());
        return admin
                .listShareGroupOffsets(Map.of(group, spec))
                .partitionsToOffsetInfo(group)
                .get()
                .values()
                .stream()
                .anyMatch(offset -> offset != null);
    }
}
