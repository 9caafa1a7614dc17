package llamaline.worker.onnx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.testkit.TemporaryFolder;
import llamaline.worker.onnx.EngineOpener;
import llamaline.worker.onnx.ImportedCheckpoints;
import llamaline.worker.onnx.OnnxCausalLanguageModel;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.OnnxRuntimeFolder;
import llamaline.worker.onnx.capi.OrtApi;

/** The device engine on the processor's own memory, with ONNX Runtime as the class path has it. */
final class CpuDevice {
    static final OnnxRuntimeFolder FOLDER = unpacked();
    static final OrtApi API = OrtApi.load(FOLDER.runtime());

    private CpuDevice() {}

    /** Opens a checkpoint whose graph computes in that type. */
    static EngineOpener opener(ComputeType compute) {
        return (checkpoint, slots) ->
                open(ImportedCheckpoints.imported(checkpoint, compute), slots);
    }

    static OnnxCausalLanguageModel open(ImportedModel model, int slots) {
        return DeviceDecoder.open(
                API, new ComputeDevice.Cpu(), model, ImportedCheckpoints.settings(slots));
    }

    /** Runs something, after which as many native objects must be open as before. */
    static void assertNoLeak(Runnable use) {
        long before = API.openObjects();
        use.run();
        assertEquals(before, API.openObjects(), "native objects that are still open");
    }

    private static OnnxRuntimeFolder unpacked() {
        Path folder = TemporaryFolder.createUntilTheEnd("llamaline-onnxruntime");
        String library = System.mapLibraryName("onnxruntime");
        String resource = "/ai/onnxruntime/native/%s/%s".formatted(platform(), library);
        try (InputStream in = CpuDevice.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("ONNX Runtime's jar has no " + resource);
            }
            Files.copy(in, folder.resolve(library));
            return new OnnxRuntimeFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As ONNX Runtime's jar names its folders. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        return (system.contains("mac") ? "osx-" : "linux-")
                + (machine.equals("amd64") ? "x64" : machine);
    }
}
