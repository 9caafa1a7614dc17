package llamaline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void spellsEverySettingWithItsDefault() {
        Map<String, String> expected =
                Map.ofEntries(
                        Map.entry("llamaline.gateway.index", "0"),
                        Map.entry("llamaline.gateway.call-timeout", "600S"),
                        Map.entry("llamaline.gateway.grace-timeout", "2S"),
                        Map.entry("llamaline.gateway.stall-timeout", "5S"),
                        Map.entry("llamaline.gateway.attempts", "3"),
                        Map.entry("llamaline.gateway.supervision-interval", "250MS"),
                        Map.entry("llamaline.gateway.shutdown-timeout", "18S"),
                        Map.entry("llamaline.gateway.swagger-ui", "false"),
                        Map.entry("llamaline.gateway.limits.body-size", "4M"),
                        Map.entry("llamaline.gateway.limits.open-calls", "1000"),
                        Map.entry("llamaline.gateway.limits.open-bytes", "96M"),
                        Map.entry("llamaline.gateway.limits.requests", "128"),
                        Map.entry("llamaline.gateway.limits.stop-strings", "64"),
                        Map.entry("llamaline.gateway.limits.stop-string-length", "256"),
                        Map.entry("llamaline.gateway.limits.logprobs", "20"));

        assertEquals(expected, ConfigClass.configClass(GatewayConfig.class).getProperties());
    }

    @Test
    void readsTheDefaults() {
        GatewayConfig config = TestConfig.of(GatewayConfig.class);

        assertEquals(Duration.ofMinutes(10), config.callTimeout());
        assertEquals(Duration.ofMillis(250), config.supervisionInterval());
        assertEquals(4 * MIB, config.limits().bodySize().asLongValue());
    }
}
