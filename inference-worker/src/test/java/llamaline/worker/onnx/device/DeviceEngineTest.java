package llamaline.worker.onnx.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.testkit.Goldens;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.KvBudgetException;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.ImportedCheckpoints;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.OnnxRuntimeFolder;
import llamaline.worker.onnx.capi.OrtApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native objects and errors of the engine for devices. */
class DeviceEngineTest {
    private static final Path CHECKPOINT = Goldens.resource("tiny-7b");
    private static final int[] PROMPT = {1, 17, 23, 5, 9, 40};

    @TempDir private Path folder;

    @Test
    void closingFreesEveryNativeObject() {
        CpuDevice.assertNoLeak(() -> {
            try (var model = CpuDevice.open(float32(), 4)) {
                for (int length = 1; length <= PROMPT.length; length++) {
                    model.prefill(0, 0, first(length), LogitRows.ALL);
                }
                for (int first = 0; first < 4; first++) {
                    int rows = 4 - first;
                    model.decode(first, new int[rows], new int[rows]);
                }
                model.move(0, 3, PROMPT.length);
                assertTrue(CpuDevice.API.openObjects() > 0);
            }
        });
    }

    @Test
    void aRefusedGraphIsNamedAndNothingStaysOpen() throws IOException {
        ImportedModel whole = float32();
        Files.writeString(folder.resolve("model.onnx"), "no graph\nat all");
        var broken = new ImportedModel(folder, whole.card(), whole.shape(), whole.compute());
        CpuDevice.assertNoLeak(() -> {
            EngineException refusal =
                    assertThrows(EngineException.class, () -> CpuDevice.open(broken, 1));
            String message = String.valueOf(refusal.getMessage());
            assertTrue(
                    message.startsWith(
                            "ONNX Runtime cannot load %s on cpu: ".formatted(broken.graph())),
                    message);
            assertEquals(1, message.lines().count());
        });
    }

    @Test
    void aKvCacheBeyondItsBudgetIsRefusedBeforeAnythingIsLoaded() {
        var tiny = new EngineSettings(64, 1 << 10, 0, 1);
        CpuDevice.assertNoLeak(() ->
                assertThrows(
                        KvBudgetException.class,
                        () ->
                                DeviceDecoder.open(
                                        CpuDevice.API, new ComputeDevice.Cpu(), float32(), tiny)));
    }

    @Test
    void aFileThatIsNoLibraryIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("libonnxruntime.so"), "text");
        EngineException refusal = assertThrows(EngineException.class, () -> OrtApi.load(text));
        assertEquals("cannot load " + text, refusal.getMessage());
    }

    @Test
    void aFolderWithoutTheLibraryIsNamed() {
        EngineException refusal =
                assertThrows(EngineException.class, () -> new OnnxRuntimeFolder(folder).runtime());
        assertEquals(
                "%s is no folder of ONNX Runtime's native libraries: it has no %s"
                        .formatted(folder, System.mapLibraryName("onnxruntime")),
                refusal.getMessage());
    }

    @Test
    void theModelGoesOnAfterACallThatFailed() {
        try (var model = CpuDevice.open(float32(), 2)) {
            float[] expected = last(model);
            int outside = model.vocabulary();
            assertThrows(
                    EngineException.class,
                    () -> model.prefill(1, 0, new int[] {outside}, LogitRows.LAST));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> model.prefill(0, model.slotLength(), PROMPT, LogitRows.LAST));
            assertArrayEquals(expected, last(model));
        }
    }

    @Test
    void knowsItsShape() {
        try (CausalLanguageModel model = CpuDevice.open(float32(), 3)) {
            assertEquals(3, model.slots());
            assertEquals(float32().shape().vocabulary(), model.vocabulary());
            assertEquals(float32().shape().positions(), model.slotLength());
            Logits none = model.prefill(0, 0, PROMPT, LogitRows.NONE);
            assertEquals(0, none.rows());
        }
        assertTrue(CpuDevice.API.version().startsWith("1."), CpuDevice.API.version());
    }

    private static float[] last(CausalLanguageModel model) {
        float[] row = new float[model.vocabulary()];
        model.prefill(0, 0, PROMPT, LogitRows.LAST).copyRow(0, row);
        return row;
    }

    private static int[] first(int length) {
        return Arrays.copyOf(PROMPT, length);
    }

    private static ImportedModel float32() {
        return ImportedCheckpoints.imported(CHECKPOINT, ComputeType.FLOAT32);
    }
}
