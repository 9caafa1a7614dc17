package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings that all services have. */
class SharedConfigTest {
    @Test
    void spellsEverySettingWithItsDefault() {
        assertEquals(
                Map.of("llamaline.topics.replication", "3"),
                ConfigClass.configClass(TopicsConfig.class).getProperties());
        assertEquals(
                Map.of("llamaline.liveness.worker-timeout", "5S"),
                ConfigClass.configClass(LivenessConfig.class).getProperties());
    }
}
