package llamaline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import llamaline.contract.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Has the brokers refuse a compressed record that is larger than {@link Topic#MAX_RECORD_BYTES}
 * when it is unpacked, on new topics and on those that are there.
 *
 * <p>{@code max.message.bytes} bounds a batch as it arrives: a record of 450 MB of zeros arrives in
 * 440 KB. A consumer allocates each record by its own size, which no setting of consumers bounds,
 * and ends with its process, again at each start. {@code compression.type=uncompressed} would have
 * the broker unpack such a batch before it refuses it: one with a heap of 384 MB has no memory
 * left. {@code max.decompressed.message.bytes} is looked at before anything is allocated; brokers
 * before 4.4 do not know it. Many records of one batch are bounded by what a poll brings.
 */
final class RecordLimit {
    private static final Logger LOG = System.getLogger(RecordLimit.class.getName());
    private static final AlterConfigOp LIMIT =
            new AlterConfigOp(
                    new ConfigEntry(
                            TopicConfig.MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG,
                            String.valueOf(Topic.MAX_RECORD_BYTES)),
                    AlterConfigOp.OpType.SET);

    private RecordLimit() {}

    /**
     * Sets the limit where the brokers let it; where they do not, the log says so.
     *
     * @throws ExecutionException where the brokers do not answer
     */
    static void set(Admin admin, Collection<Topic> topics)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic topic : topics) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
            changes.put(resource, List.of(LIMIT));
        }
        for (var result : admin.incrementalAlterConfigs(changes).values().entrySet()) {
            await(result.getKey().name(), result.getValue());
        }
    }

    private static void await(String topic, KafkaFuture<Void> result)
            throws ExecutionException, InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            if (!isRefusal(e.getCause())) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "the brokers do not limit unpacked records of {0} (brokers from 4.4 do,"
                            + " with leave to alter the topic): {1}",
                    topic,
                    String.valueOf(e.getCause()));
        }
    }

    private static boolean isRefusal(@Nullable Throwable cause) {
        return cause instanceof InvalidConfigurationException
                || cause instanceof InvalidRequestException
                || cause instanceof AuthorizationException
                || cause instanceof UnknownTopicOrPartitionException;
    }
}
