package llamaline.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import llamaline.contract.BoundedMap;
import llamaline.contract.ReplyAddress;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The reply addresses that exist: a producer that is told to write to a topic that does not exist
 * would make every request wait. Thread-safe.
 */
public final class ReplyTopics implements AutoCloseable {
    private static final int LIMIT = 1000;
    private static final DescribeTopicsOptions TIMEOUT =
            new DescribeTopicsOptions().timeoutMs(5000);

    private final Admin admin;
    private final Map<String, Integer> partitionCounts = new BoundedMap<>(LIMIT);

    /**
     * @param admin need not reach a broker yet; is closed with this
     */
    public ReplyTopics(Admin admin) {
        this.admin = admin;
    }

    /** Asks the broker where the address was not seen before; in doubt the answer is yes. */
    public CompletableFuture<Boolean> exists(ReplyAddress address) {
        String topic = address.topic();
        int partition = address.partition();
        if (isKnown(topic, partition)) {
            return CompletableFuture.completedFuture(true);
        }
        return admin.describeTopics(List.of(topic), TIMEOUT)
                .allTopicNames()
                .toCompletionStage()
                .handle((descriptions, failure) ->
                        descriptions == null
                                ? isInDoubt(failure)
                                : partition < count(topic, descriptions))
                .toCompletableFuture();
    }

    private synchronized boolean isKnown(String topic, int partition) {
        return partition < partitionCounts.getOrDefault(topic, 0);
    }

    private static boolean isInDoubt(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return !(cause instanceof UnknownTopicOrPartitionException
                || cause instanceof InvalidTopicException);
    }

    private int count(String topic, Map<String, TopicDescription> descriptions) {
        int count = descriptions.values().iterator().next().partitions().size();
        remember(topic, count);
        return count;
    }

    private synchronized void remember(String topic, int count) {
        partitionCounts.put(topic, count);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
