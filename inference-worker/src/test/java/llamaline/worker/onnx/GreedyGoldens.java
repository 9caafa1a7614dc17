package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import llamaline.worker.model.CausalLanguageModel;

/**
 * Greedy ids of an engine behind the decode loop, without Kafka, against the reference's.
 *
 * @param tolerance where the reference's margin is no larger, another way may be taken
 */
public record GreedyGoldens(EngineOpener engine, double tolerance) {
    private static final int CHUNK = 16;

    /** Answers as many runs at once as there are slots. */
    public void assertEqual(Path checkpoint, List<GoldenRun> runs, int slots) throws Exception {
        assertFalse(runs.isEmpty());
        try (CausalLanguageModel model = engine.open(checkpoint, slots)) {
            List<List<Integer>> answers = new EngineLoop(model, CHUNK).answer(runs);
            for (int i = 0; i < runs.size(); i++) {
                assertEqual(runs.get(i), answers.get(i));
            }
        }
    }

    private void assertEqual(GoldenRun run, List<Integer> answer) {
        List<Integer> certain = run.certainIds(tolerance);
        boolean isCertainToTheEnd = certain.size() == run.newIds().size();
        List<Integer> compared =
                isCertainToTheEnd || answer.size() < certain.size()
                        ? answer
                        : answer.subList(0, certain.size());
        assertEquals(certain, compared, run.id());
    }
}
