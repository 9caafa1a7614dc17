package llamaline.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.NativeLibraries;
import llamaline.launcher.process.ProcessOptions;
import llamaline.launcher.process.ProcessOptions.Lifetime;
import llamaline.launcher.process.ServiceDefinition;
import llamaline.launcher.process.StartUpCaches;
import org.junit.jupiter.api.Test;

class StackServicesTest {
    @Test
    void sharesTheCoresAmongTheWorkers() {
        var settings =
                new StackSettings(
                        List.of(model("one"), model("two")),
                        "127.0.0.1",
                        8080,
                        2,
                        Map.of("llamaline.worker.slots", "4"),
                        Path.of("data"),
                        new ProcessOptions(Lifetime.LONG, StartUpCaches.USE));
        List<ServiceDefinition> services =
                StackServices.of(settings, settings.models(), Path.of("/native"), "b:1");
        assertEquals(
                List.of(
                        "gateway",
                        "worker-one-1",
                        "worker-one-2",
                        "worker-two-1",
                        "worker-two-2",
                        "tokenizer"),
                services.stream().map(ServiceDefinition::label).toList());
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);
        assertEquals(
                Integer.toString(threads),
                services.get(1).settings().get("llamaline.worker.threads"));
        assertEquals("/native", services.get(1).settings().get(NativeLibraries.PROPERTY));
        assertEquals("4", services.get(1).settings().get("llamaline.worker.slots"));
        assertEquals(Optional.of(model("one")), services.get(1).model());
        assertEquals(Optional.empty(), services.getFirst().model());
    }

    private static ModelSource model(String name) {
        return new ModelSource(name, Path.of("/models").resolve(name));
    }
}
