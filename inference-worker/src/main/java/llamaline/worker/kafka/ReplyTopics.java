package llamaline.worker.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.worker.schedule.ReplyAddress;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Which reply addresses exist: a producer that is told to write to a topic that does not exist
 * would make every sequence wait. Not thread-safe.
 */
final class ReplyTopics implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final int LIMIT = 1000;
    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final Map<String, Integer> partitionCounts = new LinkedHashMap<>();

    ReplyTopics(Connections connections) {
        admin = connections.admin();
    }

    /** Asks the broker where the address was not seen before; in doubt the answer is yes. */
    boolean exists(ReplyAddress reply) throws InterruptedException {
        Integer known = partitionCounts.get(reply.topic());
        if (known != null && reply.partition() < known) {
            return true;
        }
        try {
            int count = partitionCount(reply.topic());
            remember(reply.topic(), count);
            return reply.partition() < count;
        } catch (ExecutionException e) {
            return !(e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException);
        } catch (TimeoutException _) {
            return true;
        }
    }

    private int partitionCount(String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return descriptions.values().iterator().next().partitions().size();
    }

    private void remember(String topic, int count) {
        if (partitionCounts.size() >= LIMIT) {
            partitionCounts.clear();
        }
        partitionCounts.put(topic, count);
    }

    @Override
    public void close() {
        admin.close(CLOSE_PATIENCE);
    }
}
