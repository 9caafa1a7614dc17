package llamaline.worker.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.TopicCreationException;
import llamaline.kafka.TopicCreator;
import llamaline.kafka.TopicGuard;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics that a worker reads and writes, and has its share group set up. */
public final class WorkerTopics {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final short replication;

    /**
     * @param replication copies of each record, at least 1 and at most the count of brokers
     */
    public WorkerTopics(KafkaClients clients, short replication) {
        this.clients = clients;
        this.replication = replication;
    }

    /**
     * Creates what is missing for a model; the group reads its topic from the beginning.
     *
     * @throws TopicCreationException where the brokers refuse or do not answer
     * @throws KafkaStartException where the share group cannot be set up
     */
    public void prepare(String model) throws InterruptedException {
        Topic prompts = Topics.prompts(model);
        String group = Topics.workersGroup(model);
        Admin admin = clients.admin("topics");
        try {
            TopicCreator.ensure(admin, topics(prompts), replication);
            ShareGroupSetup.prepare(admin, group, prompts.name());
        } catch (ExecutionException e) {
            throw new KafkaStartException("The share group " + group + " was not set up", e);
        } finally {
            // A broker that does not answer must not hold up whoever stops the worker.
            admin.close(CLOSE_TIMEOUT);
        }
    }

    /**
     * Has them created again where they are deleted from now on.
     *
     * @param onNoModels is run when there are no announced models any more
     */
    public TopicGuard guard(String model, Runnable onNoModels) {
        return TopicGuard.start(
                clients,
                topics(Topics.prompts(model)),
                replication,
                created -> {
                    if (created.equals(Topics.MODELS)) {
                        onNoModels.run();
                    }
                });
    }

    private static List<Topic> topics(Topic prompts) {
        return List.of(prompts, Topics.TOKENS, Topics.CONTROL, Topics.MODELS, Topics.WORKERS);
    }
}
