package llamaline.contract;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics where they are missing. Several writers may do so at once. */
public final class TopicCreator {
    private TopicCreator() {}

    /**
     * Returns when each topic is there with at least its partitions; a topic that has fewer grows.
     *
     * @param replication copies of each record, at least 1 and at most the count of brokers
     * @throws TopicCreationException where the brokers refuse or do not answer
     */
    public static void ensure(Admin admin, Collection<Topic> topics, short replication)
            throws InterruptedException {
        for (Topic topic : topics) {
            try {
                if (!createdNow(admin, topic, replication)) {
                    grow(admin, topic);
                }
            } catch (ExecutionException e) {
                throw new TopicCreationException(message(topic, replication, e), e);
            }
        }
    }

    private static boolean createdNow(Admin admin, Topic topic, short replication)
            throws ExecutionException, InterruptedException {
        var creation = admin.createTopics(List.of(topic.newTopic(replication)));
        return isDone(creation.all(), TopicExistsException.class);
    }

    private static void grow(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        if (partitions(admin, topic) >= topic.partitions()) {
            return;
        }
        NewPartitions more = NewPartitions.increaseTo(topic.partitions());
        KafkaFuture<Void> grown = admin.createPartitions(Map.of(topic.name(), more)).all();
        var byAnother = InvalidPartitionsException.class;
        boolean isOurs = isDone(grown, byAnother);
        if (!isOurs && partitions(admin, topic) < topic.partitions()) {
            throw new TopicCreationException(
                    "Topic %s did not grow to %d partitions."
                            .formatted(topic.name(), topic.partitions()),
                    null);
        }
    }

    /** A topic that was made a moment ago may not be known to every broker yet: then as asked. */
    private static int partitions(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        try {
            Map<String, TopicDescription> descriptions =
                    admin.describeTopics(List.of(topic.name())).allTopicNames().get();
            return descriptions.values().iterator().next().partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return topic.partitions();
            }
            throw e;
        }
    }

    /** True when it was done, false where it failed as {@code tolerated} says. */
    private static boolean isDone(KafkaFuture<Void> result, Class<? extends Exception> tolerated)
            throws ExecutionException, InterruptedException {
        try {
            result.get();
            return true;
        } catch (ExecutionException e) {
            if (tolerated.isInstance(e.getCause())) {
                return false;
            }
            throw e;
        }
    }

    private static String message(Topic topic, short replication, Exception cause) {
        return "Topic %s with %d copies of each record (llamaline.topics.replication): %s"
                .formatted(topic.name(), replication, cause.getMessage());
    }
}
