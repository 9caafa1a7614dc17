package llamaline.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import llamaline.contract.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates topics where they are missing, and has the brokers keep records within {@link
 * RecordLimit}. Several writers may do so at once.
 */
public final class TopicCreator {
    /** Between two questions whether the brokers know a new topic by now. */
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    /** Questions; a topic that is known later costs its writer no more than warnings in its log. */
    private static final int QUESTIONS = 250;

    /** A broker that does not answer must not hold up whoever stops the service. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final short replication;

    /**
     * Connects to nothing yet.
     *
     * @param replication copies of each record, at least 1 and at most the count of brokers
     */
    public TopicCreator(KafkaClients clients, short replication) {
        this.clients = clients;
        this.replication = replication;
    }

    /**
     * Returns when each topic is there with at least its partitions; a topic that has fewer grows.
     *
     * @throws TopicCreationException where the brokers refuse or do not answer
     */
    public void ensure(Collection<Topic> topics) throws InterruptedException {
        Admin admin = clients.admin("topics");
        try {
            ensure(admin, topics, replication);
        } finally {
            admin.close(CLOSE_TIMEOUT);
        }
    }

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
                if (createdNow(admin, topic, replication)) {
                    awaitKnown(admin, topic);
                } else {
                    grow(admin, topic);
                }
            } catch (ExecutionException e) {
                throw new TopicCreationException(message(topic, replication, e), e);
            }
        }
        limit(admin, topics);
    }

    private static void limit(Admin admin, Collection<Topic> topics) throws InterruptedException {
        try {
            RecordLimit.set(admin, topics);
        } catch (ExecutionException e) {
            throw new TopicCreationException(
                    "The topics' largest record was not set: " + e.getMessage(), e);
        }
    }

    private static boolean createdNow(Admin admin, Topic topic, short replication)
            throws ExecutionException, InterruptedException {
        var creation = admin.createTopics(List.of(topic.newTopic(replication)));
        return isDone(creation.all(), TopicExistsException.class);
    }

    /** A broker tells its clients of a new topic a little later than it creates it. */
    private static void awaitKnown(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        for (int asked = 0; asked < QUESTIONS && partitions(admin, topic).isEmpty(); asked++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void grow(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        if (knownPartitions(admin, topic) >= topic.partitions()) {
            return;
        }
        NewPartitions more = NewPartitions.increaseTo(topic.partitions());
        KafkaFuture<Void> grown = admin.createPartitions(Map.of(topic.name(), more)).all();
        var byAnother = InvalidPartitionsException.class;
        boolean isOurs = isDone(grown, byAnother);
        if (!isOurs && knownPartitions(admin, topic) < topic.partitions()) {
            throw new TopicCreationException(
                    "Topic %s did not grow to %d partitions."
                            .formatted(topic.name(), topic.partitions()),
                    null);
        }
    }

    /** A topic that was made a moment ago may not be known to every broker yet: then as asked. */
    private static int knownPartitions(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        return partitions(admin, topic).orElse(topic.partitions());
    }

    /** None where the broker does not know the topic. */
    private static OptionalInt partitions(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        try {
            Map<String, TopicDescription> descriptions =
                    admin.describeTopics(List.of(topic.name())).allTopicNames().get();
            return OptionalInt.of(descriptions.values().iterator().next().partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return OptionalInt.empty();
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
