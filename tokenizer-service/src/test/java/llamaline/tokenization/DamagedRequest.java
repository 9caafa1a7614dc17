package llamaline.tokenization;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import llamaline.contract.Topics;
import llamaline.testkit.BrokenDisk;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TestProducer;
import org.apache.kafka.common.TopicPartition;

/** A request that cannot be decoded, in the topic before the service starts. */
public final class DamagedRequest implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        String broker = SharedBroker.bootstrapServers();
        try (var producer = new TestProducer(broker)) {
            producer.create(Topics.REQUESTS);
            producer.send(Topics.REQUESTS, "key", new byte[] {1, 2, 3});
            for (int i = 0; i < Topics.REQUESTS.partitions(); i++) {
                BrokenDisk.damageNewest(broker, new TopicPartition(Topics.REQUESTS.name(), i));
            }
        }
        return Map.of();
    }

    @Override
    public void stop() {}
}
