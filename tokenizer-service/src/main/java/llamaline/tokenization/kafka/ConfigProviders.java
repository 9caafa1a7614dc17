package llamaline.tokenization.kafka;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Where settings of Kafka's clients may refer to: classes that a setting names, so that a native
 * image must be told of them.
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
