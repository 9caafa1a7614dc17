package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.testkit.Goldens;
import llamaline.worker.onnx.cpu.CpuDecoder;
import org.junit.jupiter.api.Test;

/** ONNX Runtime recurses over the command line of its process. */
class LongCommandLineTest {
    private static final int LENGTH = 100_000;
    private static final int TIMEOUT_SECONDS = 120;

    @Test
    void doesNotKillTheProcessThatOpensAModel() throws Exception {
        Path model =
                ImportedCheckpoints.imported(Goldens.resource("tiny-7b"), ComputeType.FLOAT32)
                        .directory();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                model.toString(),
                                "x".repeat(LENGTH))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Opens the model of the first argument. */
    static final class Main {
        private Main() {}

        static void main(String[] arguments) {
            ImportedModel model = ImportedModel.read(Path.of(arguments[0]));
            CpuDecoder.open(model, new EngineSettings(1, 16 << 20, 64, 1)).close();
        }
    }
}
