package llamaline.worker.onnx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.testkit.Goldens;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.EngineOpener;
import llamaline.worker.onnx.GoldenLogits;
import llamaline.worker.onnx.GoldenRun;
import llamaline.worker.onnx.GreedyGoldens;
import llamaline.worker.onnx.ImportedCheckpoints;
import org.junit.jupiter.api.Test;

/** Graphs for GPUs, as far as a CPU computes them: float16, slowly. */
class HalfGraphTest {
    /** Logits have a standard deviation of 3; float16 has 11 bits. */
    private static final double TOLERANCE = 0.1;

    private static final Path CHECKPOINT = Goldens.resource("tiny-7b");
    private static final EngineOpener FLOAT16 = CpuDevice.opener(ComputeType.FLOAT16);

    @Test
    void float16LogitsAreNearTheReferences() {
        new GoldenLogits(FLOAT16, TOLERANCE).assertEqual(CHECKPOINT);
    }

    @Test
    void float16IdsEqualTheReferencesUpToNearTies() throws Exception {
        new GreedyGoldens(FLOAT16, TOLERANCE)
                .assertEqual(CHECKPOINT, GoldenRun.of(CHECKPOINT).subList(0, 8), 4);
    }

    @Test
    void bfloat16IsWrittenAndRefusedByTheCpuInOneLine() {
        ImportedModel model = ImportedCheckpoints.imported(CHECKPOINT, ComputeType.BFLOAT16);
        assertEquals("bfloat16", model.card().getPrecision());
        EngineException refusal =
                assertThrows(EngineException.class, () -> CpuDevice.open(model, 1));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("model.onnx on cpu: "), message);
        assertEquals(1, message.lines().count());
    }
}
