package llamaline.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings that say who still lives, the same for all services. */
@ConfigMapping(prefix = "llamaline.liveness")
public interface LivenessConfig {
    /**
     * A worker that has said nothing for longer is gone. With several brokers it should exceed
     * their {@code broker.session.timeout.ms}: until a dead one's partitions have another leader,
     * nobody hears of any worker.
     */
    @WithDefault("5S")
    Duration workerTimeout();
}
