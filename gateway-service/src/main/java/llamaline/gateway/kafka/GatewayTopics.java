package llamaline.gateway.kafka;

import java.time.Duration;
import java.util.List;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.kafka.TopicCreationException;
import llamaline.kafka.TopicCreator;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics that a gateway writes and reads. */
final class GatewayTopics {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private GatewayTopics() {}

    /**
     * Returns when all are there; {@link Topics#TOKENS} grows to hold the gateway's partition.
     *
     * @throws TopicCreationException where the brokers refuse or do not answer
     */
    static void prepare(Connections connections, LinkSettings settings)
            throws InterruptedException {
        int partitions = Math.max(Topics.TOKENS.partitions(), settings.index() + 1);
        List<Topic> topics =
                List.of(
                        Topics.REQUESTS,
                        Topics.TOKENS.withPartitions(partitions),
                        Topics.CONTROL,
                        Topics.MODELS,
                        Topics.WORKERS,
                        Topics.DEAD_LETTERS);
        Admin admin = connections.admin();
        try {
            TopicCreator.ensure(admin, topics, settings.replication());
        } finally {
            // A broker that does not answer must not hold up whoever stops the gateway.
            admin.close(CLOSE_PATIENCE);
        }
    }
}
