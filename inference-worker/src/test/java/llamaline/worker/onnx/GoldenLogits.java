package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import llamaline.testkit.Goldens;
import llamaline.testkit.NumpyArray;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;

/** Raw logits of an engine against the reference's, for prompts that are read in chunks. */
public record GoldenLogits(EngineOpener engine, double tolerance) {
    private static final int CHUNK = 7;
    private static final int LONG_CHUNK = 64;

    /** All records of a checkpoint. */
    public void assertEqual(Path checkpoint) {
        Path goldens = checkpoint.resolve("goldens");
        try (CausalLanguageModel model = engine.open(checkpoint, 2)) {
            for (JsonNode record : Goldens.object(goldens.resolve("logits.json")).get("records")) {
                NumpyArray expected = NumpyArray.read(goldens.resolve(record.get("file").asText()));
                double difference = difference(model, record, expected, CHUNK);
                assertTrue(difference <= tolerance, () -> record.get("id") + ": " + difference);
            }
        }
    }

    /** The 3,000-token prompt of tiny-7b. */
    public void assertEqualForALongPrompt(Path checkpoint) {
        Path goldens = checkpoint.resolve("goldens");
        JsonNode record = Goldens.object(goldens.resolve("long.json"));
        NumpyArray expected = NumpyArray.read(goldens.resolve(record.get("logits_file").asText()));
        try (CausalLanguageModel model = engine.open(checkpoint, 1)) {
            double difference = difference(model, record, expected, LONG_CHUNK);
            assertTrue(difference <= tolerance, () -> "long: " + difference);
        }
    }

    /** The largest, over all positions that the golden has. */
    private static double difference(
            CausalLanguageModel model, JsonNode record, NumpyArray expected, int chunkLength) {
        int[] ids = record.get("prompt_ids").valueStream().mapToInt(JsonNode::asInt).toArray();
        List<Integer> positions =
                record.get("positions").valueStream().map(JsonNode::asInt).toList();
        float[] row = new float[model.vocabulary()];
        double largest = 0;
        for (int from = 0; from < ids.length; from += chunkLength) {
            int to = Math.min(ids.length, from + chunkLength);
            int[] chunk = Arrays.copyOfRange(ids, from, to);
            Logits logits = model.prefill(0, from, chunk, LogitRows.ALL);
            for (int position = from; position < to; position++) {
                int at = positions.indexOf(position);
                if (at >= 0) {
                    logits.copyRow(position - from, row);
                    largest = Math.max(largest, difference(row, expected.row(at)));
                }
            }
        }
        return largest;
    }

    private static double difference(float[] actual, float[] expected) {
        double largest = 0;
        for (int id = 0; id < expected.length; id++) {
            largest = Math.max(largest, Math.abs((double) actual[id] - expected[id]));
        }
        return largest;
    }
}
