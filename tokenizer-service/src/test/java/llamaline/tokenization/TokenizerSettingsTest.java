package llamaline.tokenization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import llamaline.kafka.TopicsConfig;
import org.junit.jupiter.api.Test;

class TokenizerSettingsTest {
    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TokenizerConfig.class)
                .withMapping(TopicsConfig.class)
                .withDefaultValues(values)
                .build();
    }

    private static TokenizerSettings settings(Map<String, String> values) {
        SmallRyeConfig config = config(values);
        return TokenizerSettings.of(
                config.getConfigMapping(TokenizerConfig.class),
                config.getConfigMapping(TopicsConfig.class));
    }

    @Test
    void defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        var expected =
                new TokenizerSettings(
                        (short) 3,
                        cores,
                        100_000,
                        Duration.ofSeconds(10),
                        8 << 20,
                        32 << 20,
                        Duration.ofSeconds(5));

        assertEquals(expected, settings(Map.of()));
        assertEquals(
                Optional.empty(), config(Map.of()).getConfigMapping(TokenizerConfig.class).id());
    }

    @Test
    void namesTheSettingThatIsOutOfRange() {
        for (String setting :
                new String[] {
                    "llamaline.topics.replication",
                    "llamaline.tokenizer.cancellations",
                    "llamaline.tokenizer.in-flight-bytes"
                }) {
            var thrown =
                    assertThrows(
                            IllegalArgumentException.class, () -> settings(Map.of(setting, "0")));
            assertTrue(String.valueOf(thrown.getMessage()).startsWith(setting + " must be "));
        }
    }
}
