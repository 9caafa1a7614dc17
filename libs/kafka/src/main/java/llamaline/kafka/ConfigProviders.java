package llamaline.kafka;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Tells a native image of the classes that a setting of Kafka's clients may name, to take a value
 * from a file or from the environment.
 */
@RegisterForReflection(
        targets = {
            DirectoryConfigProvider.class,
            FileConfigProvider.class,
            EnvVarConfigProvider.class
        })
final class ConfigProviders {
    private ConfigProviders() {}
}
