package llamaline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every setting, with its default. */
class GatewayConfigTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void everySettingHasADefault() {
        GatewayConfig config = TestConfig.of(GatewayConfig.class);

        assertEquals(0, config.index());
        assertEquals(Duration.ofMinutes(10), config.deadline());
        assertEquals(Duration.ofSeconds(2), config.grace());
        assertEquals(Duration.ofSeconds(5), config.stall());
        assertEquals(3, config.attempts());
        assertEquals(Duration.ofSeconds(5), config.workerSilence());
        assertEquals(Duration.ofMillis(250), config.supervision());
        assertEquals(Duration.ofSeconds(18), config.stopLimit());
        GatewayConfig.LimitsConfig limits = config.limits();
        assertEquals(4 * MIB, limits.body().asLongValue());
        assertEquals(1_000, limits.openStreams());
        assertEquals(96 * MIB, limits.openBytes().asLongValue());
        assertEquals(128, limits.requests());
        assertEquals(64, limits.stops());
        assertEquals(256, limits.stopLength());
        assertEquals(20, limits.logprobs());
        assertEquals(3, TestConfig.of(TopicsConfig.class).replication());
    }
}
