package llamaline.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelImporter;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.model.ModelStore;
import llamaline.launcher.process.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    @TempDir Path folder;
    private final List<String> imported = new ArrayList<>();

    @Test
    void keepsTheDemoModelForAGpuApartFromTheOneForACpu() throws Exception {
        Path demo = Files.createDirectories(folder.resolve("deploy/models/demo"));
        Files.writeString(demo.resolve("config.json"), "{}");
        var source = new ModelSource("demo", demo);
        Path forCpu = launcher("").imported(source);
        Path forGpu = launcher("auto-float16").imported(source);
        assertNotEquals(forCpu, forGpu);
        assertTrue(forGpu.startsWith(folder.resolve("deploy/launcher/target/models")));
        assertEquals(forCpu, launcher("").imported(source));
        assertEquals(List.of("", "auto-float16"), imported);
    }

    private Launcher launcher(String kind) {
        return new Launcher(
                new Installation(folder),
                ModelStore.under(folder.resolve("data"), new KindOfImporter(kind, imported)),
                new SilentListener(),
                () -> 0);
    }

    /** Writes its kind down. */
    private record KindOfImporter(String kind, List<String> imported) implements ModelImporter {
        @Override
        public boolean isImported(Path directory) {
            return Files.exists(directory.resolve("card"));
        }

        @Override
        public void run(Path checkpoint, Path out, DoubleConsumer progress) throws LaunchException {
            imported.add(kind);
            try {
                Files.createDirectory(out);
                Files.writeString(out.resolve("card"), kind);
            } catch (java.io.IOException e) {
                throw new LaunchException("cannot write", e);
            }
        }
    }

    private static final class SilentListener implements LaunchListener {
        @Override
        public void say(String line) {}

        @Override
        public void importing(String model, double share) {}
    }
}
