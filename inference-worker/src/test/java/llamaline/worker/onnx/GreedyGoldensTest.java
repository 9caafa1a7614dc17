package llamaline.worker.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GreedyGoldensTest {
    private static final GreedyGoldens GOLDENS =
            new GreedyGoldens(ImportedCheckpoints::open, GoldenRun.FLOAT32_TOLERANCE);

    @TestFactory
    Stream<DynamicTest> oneAfterTheOther() {
        return ImportedCheckpoints.forEachGolden(
                checkpoint -> GOLDENS.assertEqual(checkpoint, GoldenRun.of(checkpoint), 1));
    }

    @TestFactory
    Stream<DynamicTest> sixAtOnce() {
        return ImportedCheckpoints.forEachGolden(
                checkpoint -> GOLDENS.assertEqual(checkpoint, GoldenRun.of(checkpoint), 6));
    }

    @Test
    void theDemoModelWritesWhatItsCardSays() throws Exception {
        Path demo = Goldens.demoModel();
        GOLDENS.assertEqual(demo, GoldenRun.ofDemo(demo), 4);
    }

    @Test
    void aLongPromptAmongShortOnes() throws Exception {
        Path checkpoint = Goldens.resource("tiny-7b");
        List<GoldenRun> runs =
                Stream.concat(
                                Stream.of(GoldenRun.longOne(checkpoint)),
                                GoldenRun.of(checkpoint).stream().limit(8))
                        .toList();
        GOLDENS.assertEqual(checkpoint, runs, 3);
    }
}
