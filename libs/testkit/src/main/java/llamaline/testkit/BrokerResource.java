package llamaline.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** For a Quarkus test: its service meets the {@link SharedBroker}, alone. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    /** Quarkus creates it by name. */
    public BrokerResource() {}

    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "llamaline.topics.replication",
                "1");
    }

    /** The broker lives on, for the next test. */
    @Override
    public void stop() {}
}
