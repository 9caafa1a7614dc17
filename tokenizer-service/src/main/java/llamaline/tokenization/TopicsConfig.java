package llamaline.tokenization;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The topics' settings, the same for all services. */
@ConfigMapping(prefix = "llamaline.topics")
interface TopicsConfig {
    /** Copies of each record, 1 to the count of brokers. */
    @WithDefault("3")
    short replication();
}
