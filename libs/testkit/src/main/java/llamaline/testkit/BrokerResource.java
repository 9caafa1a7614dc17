package llamaline.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Connects the service of a Quarkus test to the {@link SharedBroker}. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    /** Creates the resource, which Quarkus does by name. */
    public BrokerResource() {}

    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "llamaline.topics.replication",
                "1");
    }

    /** Leaves the broker running, for the next test. */
    @Override
    public void stop() {}
}
