package llamaline.tokenization.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.kafka.TopicCreationException;
import llamaline.kafka.TopicCreator;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics that the service reads and writes. */
public final class PromptTopics {
    private static final Logger LOG = System.getLogger(PromptTopics.class.getName());

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final Connections connections;
    private final short replication;

    /**
     * @param replication copies of each record, at least 1 and at most the count of brokers
     */
    public PromptTopics(Connections connections, short replication) {
        this.connections = connections;
        this.replication = replication;
    }

    /**
     * Creates those of all models.
     *
     * @throws TopicCreationException where the brokers refuse or do not answer
     */
    void prepare() throws InterruptedException {
        ensure(List.of(Topics.REQUESTS, Topics.TOKENS, Topics.CONTROL, Topics.MODELS));
    }

    /** Creates a model's. Its worker did so before it announced the model, so this may fail. */
    void prepare(String model) throws InterruptedException {
        try {
            ensure(List.of(Topics.prompts(model)));
        } catch (TopicCreationException e) {
            LOG.log(Level.WARNING, "the topic of a model''s prompts: {0}", e.getMessage());
        }
    }

    private void ensure(List<Topic> topics) throws InterruptedException {
        Admin admin = connections.admin();
        try {
            TopicCreator.ensure(admin, topics, replication);
        } finally {
            // A broker that does not answer must not hold up whoever stops the service.
            admin.close(CLOSE_PATIENCE);
        }
    }
}
