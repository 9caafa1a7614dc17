package llamaline.worker.onnx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.testkit.Goldens;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.ImportedCheckpoints;
import llamaline.worker.onnx.OnnxCausalLanguageModel;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.OnnxRuntimeFolder;
import llamaline.worker.onnx.cuda.CudaDriver;
import llamaline.worker.onnx.cuda.FakeDriver;
import llamaline.worker.onnx.device.Engines.OpenedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a setting opens, and what is said where it cannot. */
class EnginesTest {
    private static final DeviceSetting GPU = DeviceSetting.parse("cuda:0");
    private static final Path CHECKPOINT = Goldens.resource("tiny-7b");
    private static final EngineSettings SETTINGS = ImportedCheckpoints.settings(2);

    @TempDir private Path folder;

    @Test
    void settingsAreRead() {
        assertInstanceOf(DeviceSetting.Auto.class, DeviceSetting.parse("auto"));
        assertInstanceOf(DeviceSetting.Cpu.class, DeviceSetting.parse("cpu"));
        assertEquals(
                new DeviceSetting.Cuda(new ComputeDevice.Cuda(12)), DeviceSetting.parse("cuda:12"));
        for (String wrong : List.of("", "gpu", "cuda", "cuda:", "cuda:-1", "cuda:99999", "CPU")) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> DeviceSetting.parse(wrong));
            assertEquals(
                    "must be auto, cpu or cuda:N (cuda:0 is the first GPU), got " + wrong,
                    refusal.getMessage());
        }
    }

    @Test
    void autoRunsAFloat32GraphOnTheCpu() {
        OpenedModel opened =
                Engines.ofSystem()
                        .open(model(ComputeType.FLOAT32), SETTINGS, DeviceSetting.parse("auto"));
        try (CausalLanguageModel model = opened.model()) {
            assertInstanceOf(OnnxCausalLanguageModel.class, model);
            assertEquals(
                    "cpu (a GPU would need an import with --compute float16)", opened.device());
        }
    }

    @Test
    void autoWantsAGpuForAHalfGraph() {
        assertRefused(
                "cuda:0: no NVIDIA driver here",
                new Engines(this::cudaFolder, EnginesTest::noDriver),
                ComputeType.FLOAT16,
                DeviceSetting.parse("auto"));
    }

    @Test
    void theCpuRefusesAHalfGraph() {
        ImportedModel model = model(ComputeType.BFLOAT16);
        assertRefused(
                "cpu: %s computes in bfloat16, which is for GPUs: import it with --compute float32"
                        .formatted(model.directory()),
                Engines.ofSystem(),
                ComputeType.BFLOAT16,
                DeviceSetting.parse("cpu"));
    }

    @Test
    void aGpuRefusesAFloat32Graph() {
        ImportedModel model = model(ComputeType.FLOAT32);
        assertRefused(
                "cuda:0: %s computes in float32, which is for CPUs: import it with --compute float16 or bfloat16"
                        .formatted(model.directory()),
                new Engines(this::cudaFolder, EnginesTest::noDriver),
                ComputeType.FLOAT32,
                GPU);
    }

    @Test
    void aMissingSettingIsSaid() {
        assertRefused(
                "cuda:0: -Donnxruntime.native.path is not set: a GPU needs the folder of ONNX"
                        + " Runtime's CUDA libraries (mvn -Pcuda unpacks them)",
                Engines.ofSystem(),
                ComputeType.FLOAT16,
                GPU);
    }

    @Test
    void aMissingProviderIsSaid() {
        assertRefused(
                "cuda:0: %s has ONNX Runtime for the CPU only; build with mvn -Pcuda: it has no %s"
                        .formatted(
                                CpuDevice.FOLDER.folder(),
                                System.mapLibraryName("onnxruntime_providers_cuda")),
                new Engines(() -> CpuDevice.FOLDER, EnginesTest::noDriver),
                ComputeType.FLOAT16,
                GPU);
    }

    @Test
    void tooLittleMemoryIsSaidBeforeAnythingIsLoaded() {
        FakeDriver full = new FakeDriver().withFreeBytes(1 << 20);
        ImportedModel model = model(ComputeType.FLOAT16);
        EngineException refusal =
                assertThrows(
                        EngineException.class,
                        () ->
                                new Engines(this::cudaFolder, () -> CudaDriver.of(full))
                                        .open(model, SETTINGS, GPU));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(
                message.startsWith(
                        "cuda:0: NVIDIA Test 0 has 0.0 GiB free, the model needs 1.1 GiB: "),
                message);
    }

    @Test
    void aLibraryWithoutTheProviderRefusesInOneLine() {
        EngineException refusal =
                assertThrows(
                        EngineException.class,
                        () ->
                                DeviceDecoder.open(
                                        CpuDevice.API,
                                        new ComputeDevice.Cuda(0),
                                        model(ComputeType.FLOAT16),
                                        SETTINGS));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("on cuda:0: the CUDA provider cannot be used"), message);
        assertEquals(1, message.lines().count());
    }

    private void assertRefused(
            String message, Engines engines, ComputeType compute, DeviceSetting wanted) {
        EngineException refusal =
                assertThrows(
                        EngineException.class,
                        () -> engines.open(model(compute), SETTINGS, wanted));
        assertEquals(message, refusal.getMessage());
    }

    private static ImportedModel model(ComputeType compute) {
        return ImportedCheckpoints.imported(CHECKPOINT, compute);
    }

    /** A folder that has a file of the provider's name. */
    private OnnxRuntimeFolder cudaFolder() {
        Path provider = folder.resolve(System.mapLibraryName("onnxruntime_providers_cuda"));
        try {
            Files.write(provider, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OnnxRuntimeFolder(folder);
    }

    private static CudaDriver noDriver() {
        throw new EngineException("no NVIDIA driver here");
    }
}
