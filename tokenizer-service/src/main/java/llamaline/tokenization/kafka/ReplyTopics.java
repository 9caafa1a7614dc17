package llamaline.tokenization.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import llamaline.v1.ReplyTo;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Which reply addresses exist: a producer that is told to write to a topic that does not exist
 * would make every request wait. Thread-safe.
 */
public final class ReplyTopics implements AutoCloseable {
    private static final int LIMIT = 1000;

    private final Admin admin;
    private final Map<String, Integer> partitionCounts = new LinkedHashMap<>();

    /** Opens a client, which need not reach the broker yet. */
    public ReplyTopics(Connections connections) {
        admin = connections.admin();
    }

    /** Asks the broker where the address was not seen before; in doubt the answer is yes. */
    CompletionStage<Boolean> exists(ReplyTo reply) {
        if (isKnown(reply)) {
            return CompletableFuture.completedStage(true);
        }
        return admin.describeTopics(List.of(reply.getTopic()))
                .allTopicNames()
                .toCompletionStage()
                .handle((descriptions, failure) -> answer(reply, descriptions, failure));
    }

    private synchronized boolean isKnown(ReplyTo reply) {
        return reply.getPartition() < partitionCounts.getOrDefault(reply.getTopic(), 0);
    }

    private boolean answer(
            ReplyTo reply,
            @Nullable Map<String, TopicDescription> descriptions,
            @Nullable Throwable failure) {
        if (descriptions == null) {
            Throwable cause =
                    failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            return !(cause instanceof UnknownTopicOrPartitionException
                    || cause instanceof InvalidTopicException);
        }
        int count = descriptions.values().iterator().next().partitions().size();
        remember(reply.getTopic(), count);
        return reply.getPartition() < count;
    }

    private synchronized void remember(String topic, int count) {
        if (partitionCounts.size() >= LIMIT) {
            partitionCounts.clear();
        }
        partitionCounts.put(topic, count);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
