package llamaline.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The topics' settings, the same for all services. */
@ConfigMapping(prefix = "llamaline.topics")
public interface TopicsConfig {
    /** Copies of each record, 1 to the count of brokers. */
    @WithDefault("3")
    short replication();
}
