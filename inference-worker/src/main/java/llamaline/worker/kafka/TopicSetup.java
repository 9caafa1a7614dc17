package llamaline.worker.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that a worker reads and writes, and sets its share group up. */
public final class TopicSetup {
    private final Connections connections;
    private final short replication;

    /**
     * @param replication copies of each record, at least 1 and at most the count of brokers
     */
    public TopicSetup(Connections connections, short replication) {
        this.connections = connections;
        this.replication = replication;
    }

    /**
     * Creates what is missing for a model; the group reads its topic from the beginning.
     *
     * @throws KafkaStartException where the broker refuses or does not answer
     */
    public void prepare(String model) throws InterruptedException {
        List<Topic> topics =
                List.of(
                        Topics.prompts(model),
                        Topics.TOKENS,
                        Topics.CONTROL,
                        Topics.MODELS,
                        Topics.WORKERS);
        try (Admin admin = connections.admin()) {
            for (Topic topic : topics) {
                create(admin, topic);
            }
            readFromTheBeginning(admin, Topics.workersGroup(model));
        } catch (ExecutionException e) {
            throw new KafkaStartException(
                    "The broker did not set the topics up (copies of each record,"
                            + " llamaline.topics.replication: "
                            + replication
                            + ")",
                    e);
        }
    }

    /** Another writer may create it at the same time. */
    private void create(Admin admin, Topic topic) throws ExecutionException, InterruptedException {
        KafkaFuture<Void> created = admin.createTopics(List.of(topic.newTopic(replication))).all();
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static void readFromTheBeginning(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        ConfigEntry earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
        AlterConfigOp set = new AlterConfigOp(earliest, AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }
}
