package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {
    @Test
    void spellsEverySettingWithItsDefault() {
        Map<String, String> expected =
                Map.ofEntries(
                        Map.entry("llamaline.worker.id", "none"),
                        Map.entry("llamaline.worker.model.directory", "none"),
                        Map.entry("llamaline.worker.model.name", "none"),
                        Map.entry("llamaline.worker.engine", "onnx"),
                        Map.entry("llamaline.worker.device", "auto"),
                        Map.entry("llamaline.worker.slots", "8"),
                        Map.entry("llamaline.worker.kv-budget", "2G"),
                        Map.entry("llamaline.worker.context", "0"),
                        Map.entry("llamaline.worker.threads", "0"),
                        Map.entry("llamaline.worker.prefill-chunk", "64"),
                        Map.entry("llamaline.worker.cancellations", "100000"),
                        Map.entry("llamaline.worker.shutdown-timeout", "20S"),
                        Map.entry("llamaline.worker.stub.step-interval", "0S"));

        Map<String, String> actual =
                new TreeMap<>(ConfigClass.configClass(WorkerConfig.class).getProperties());
        actual.replaceAll((_, value) -> value == null ? "none" : value);
        assertEquals(expected, actual);
    }
}
