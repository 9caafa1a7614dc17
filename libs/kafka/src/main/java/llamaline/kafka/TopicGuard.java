package llamaline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import llamaline.contract.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates a service's topics again where somebody deletes them while it runs: what it writes there
 * would be lost until its next start. Looks every few seconds, on a thread of its own.
 */
public final class TopicGuard implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TopicGuard.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final List<Topic> topics;
    private final short replication;
    private final Consumer<Topic> onCreated;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("topic-guard").unstarted(this::run);

    private TopicGuard(
            KafkaClients clients,
            List<Topic> topics,
            short replication,
            Consumer<Topic> onCreated) {
        this.clients = clients;
        this.topics = List.copyOf(topics);
        this.replication = replication;
        this.onCreated = onCreated;
    }

    /**
     * Starts to look.
     *
     * @param topics exist by now
     * @param replication copies of each record, at least 1 and at most the count of brokers
     * @param onCreated learns of each topic that was created again, on the guard's thread
     */
    public static TopicGuard start(
            KafkaClients clients,
            List<Topic> topics,
            short replication,
            Consumer<Topic> onCreated) {
        var guard = new TopicGuard(clients, topics, replication, onCreated);
        guard.thread.start();
        return guard;
    }

    /** Ends; returns when the thread has ended. */
    @Override
    public void close() {
        stopping.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                guard();
            }
        } catch (InterruptedException _) {
            LOG.log(Level.DEBUG, "told to stop");
        }
    }

    /** Returns where no client can be opened, and is called again. */
    private void guard() throws InterruptedException {
        Admin admin;
        try {
            admin = clients.admin("guard");
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "topics are not guarded: {0}", e.getMessage());
            return;
        }
        try {
            do {
                restore(admin);
            } while (!stopping.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } finally {
            admin.close(CLOSE_TIMEOUT);
        }
    }

    private void restore(Admin admin) throws InterruptedException {
        try {
            for (Topic topic : missing(admin)) {
                TopicCreator.ensure(admin, List.of(topic), replication);
                LOG.log(Level.WARNING, "{0} was deleted and is there again, empty", topic.name());
                onCreated.accept(topic);
            }
        } catch (TopicCreationException | KafkaException e) {
            LOG.log(Level.WARNING, "a deleted topic was not created again: {0}", e.getMessage());
        }
    }

    /** Topics of which the brokers say that they do not exist; not those of which they say none. */
    private List<Topic> missing(Admin admin) throws InterruptedException {
        var descriptions = admin.describeTopics(topics.stream().map(Topic::name).toList());
        List<Topic> missing = new ArrayList<>();
        for (Topic topic : topics) {
            var description =
                    Objects.requireNonNull(descriptions.topicNameValues().get(topic.name()));
            try {
                description.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(topic);
                }
            }
        }
        return missing;
    }
}
