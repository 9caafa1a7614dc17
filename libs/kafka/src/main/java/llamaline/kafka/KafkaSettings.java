package llamaline.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.eclipse.microprofile.config.Config;

/**
 * The settings that all Kafka clients of a service share, as whoever runs it gave them: where the
 * brokers are, and how to be let in.
 *
 * @param values by Kafka's own names; {@code bootstrap.servers} at least
 */
public record KafkaSettings(Map<String, String> values) {
    private static final String PREFIX = "kafka.";
    private static final String BOOTSTRAP = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    public KafkaSettings {
        values = Map.copyOf(values);
    }

    /** Takes everything below {@code kafka.} in the settings of a service. */
    public static KafkaSettings of(Config config) {
        Map<String, String> values = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> values.put(name.substring(PREFIX.length()), value));
            }
        }
        // An environment variable has no name of its own among those.
        values.put(BOOTSTRAP, config.getValue(PREFIX + BOOTSTRAP, String.class));
        return new KafkaSettings(values);
    }

    /** Names the brokers and nothing else. */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(Map.of(BOOTSTRAP, bootstrapServers));
    }
}
