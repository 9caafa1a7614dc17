package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Greedy ids against the reference's: engine and decode loop, without Kafka. */
class GreedyGoldensTest {
    private static final int CHUNK = 16;

    @TestFactory
    Stream<DynamicTest> oneAfterTheOther() {
        return forEach(checkpoint -> assertGolden(checkpoint, GoldenRun.of(checkpoint), 1));
    }

    @TestFactory
    Stream<DynamicTest> sixAtOnce() {
        return forEach(checkpoint -> assertGolden(checkpoint, GoldenRun.of(checkpoint), 6));
    }

    @Test
    void theDemoModelWritesWhatItsCardSays() throws Exception {
        Path demo = Goldens.demoModel();
        assertGolden(demo, GoldenRun.ofDemo(demo), 4);
    }

    @Test
    void aLongPromptAmongShortOnes() throws Exception {
        Path checkpoint = Goldens.resource("tiny-7b");
        List<GoldenRun> runs =
                Stream.concat(
                                Stream.of(GoldenRun.longOne(checkpoint)),
                                GoldenRun.of(checkpoint).stream().limit(8))
                        .toList();
        assertGolden(checkpoint, runs, 3);
    }

    private static void assertGolden(Path checkpoint, List<GoldenRun> runs, int slots)
            throws Exception {
        assertFalse(runs.isEmpty());
        try (var model = ImportedCheckpoints.open(checkpoint, slots)) {
            List<List<Integer>> answers = new EngineLoop(model, CHUNK).answer(runs);
            for (int i = 0; i < runs.size(); i++) {
                assertSame(runs.get(i), answers.get(i));
            }
        }
    }

    private static void assertSame(GoldenRun run, List<Integer> answer) {
        List<Integer> certain = run.certainIds();
        boolean isCertainToTheEnd = certain.size() == run.newIds().size();
        List<Integer> compared =
                isCertainToTheEnd || answer.size() < certain.size()
                        ? answer
                        : answer.subList(0, certain.size());
        assertEquals(certain, compared, run.id());
    }

    private interface Check {
        void on(Path checkpoint) throws Exception;
    }

    private static Stream<DynamicTest> forEach(Check check) {
        return ImportedCheckpoints.goldens().stream()
                .map(checkpoint ->
                        DynamicTest.dynamicTest(
                                checkpoint.getFileName().toString(), () -> check.on(checkpoint)));
    }
}
