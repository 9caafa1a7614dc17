package llamaline.worker.onnx.device;

import java.nio.file.Path;
import java.util.stream.Stream;
import llamaline.importer.model.ComputeType;
import llamaline.testkit.Goldens;
import llamaline.worker.onnx.EngineOpener;
import llamaline.worker.onnx.GoldenLogits;
import llamaline.worker.onnx.GoldenRun;
import llamaline.worker.onnx.GreedyGoldens;
import llamaline.worker.onnx.ImportedCheckpoints;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The device engine on the CPU gives what the reference gives. */
class DeviceGoldensTest {
    /** Sums in another order differ by less; a wrong weight or position by far more. */
    private static final double TOLERANCE = 1e-3;

    private static final EngineOpener FLOAT32 = CpuDevice.opener(ComputeType.FLOAT32);
    private static final GreedyGoldens GREEDY =
            new GreedyGoldens(FLOAT32, GoldenRun.FLOAT32_TOLERANCE);

    @TestFactory
    Stream<DynamicTest> logitsEqualTheReferences() {
        return ImportedCheckpoints.forEachGolden(new GoldenLogits(FLOAT32, TOLERANCE)::assertEqual);
    }

    @TestFactory
    Stream<DynamicTest> idsEqualTheReferencesOneAfterTheOther() {
        return ImportedCheckpoints.forEachGolden(
                checkpoint -> GREEDY.assertEqual(checkpoint, GoldenRun.of(checkpoint), 1));
    }

    @TestFactory
    Stream<DynamicTest> idsEqualTheReferencesSixAtOnce() {
        return ImportedCheckpoints.forEachGolden(
                checkpoint -> GREEDY.assertEqual(checkpoint, GoldenRun.of(checkpoint), 6));
    }

    @Test
    void theDemoModelWritesWhatItsCardSays() throws Exception {
        Path demo = Goldens.demoModel();
        GREEDY.assertEqual(demo, GoldenRun.ofDemo(demo), 4);
    }
}
