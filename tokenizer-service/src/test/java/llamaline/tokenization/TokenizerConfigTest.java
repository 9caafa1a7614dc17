package llamaline.tokenization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TokenizerConfigTest {
    @Test
    void spellsEverySettingWithItsDefault() {
        Map<String, String> expected =
                Map.of(
                        "llamaline.tokenizer.id", "none",
                        "llamaline.tokenizer.threads", "0",
                        "llamaline.tokenizer.cancellations", "100000",
                        "llamaline.tokenizer.model-timeout", "10S",
                        "llamaline.tokenizer.waiting-bytes", "8M",
                        "llamaline.tokenizer.in-flight-bytes", "32M",
                        "llamaline.tokenizer.shutdown-timeout", "5S");

        Map<String, String> actual =
                new TreeMap<>(ConfigClass.configClass(TokenizerConfig.class).getProperties());
        actual.replaceAll((_, value) -> value == null ? "none" : value);
        assertEquals(expected, actual);
    }
}
