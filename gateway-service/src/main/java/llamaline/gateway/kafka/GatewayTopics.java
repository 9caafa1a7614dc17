package llamaline.gateway.kafka;

import java.util.List;
import llamaline.contract.Topic;
import llamaline.contract.Topics;

/** Lists the topics that a gateway writes and reads. */
final class GatewayTopics {
    private GatewayTopics() {}

    /** {@link Topics#TOKENS} has room for the partition of the gateway of this index. */
    static List<Topic> of(int index) {
        int partitions = Math.max(Topics.TOKENS.partitions(), index + 1);
        return List.of(
                Topics.REQUESTS,
                Topics.TOKENS.withPartitions(partitions),
                Topics.CONTROL,
                Topics.MODELS,
                Topics.WORKERS,
                Topics.DEAD_LETTERS);
    }
}
