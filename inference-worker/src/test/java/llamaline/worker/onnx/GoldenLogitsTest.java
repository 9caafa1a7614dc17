package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llamaline.testkit.Goldens;
import llamaline.testkit.NumpyArray;
import llamaline.worker.model.LogitRows;
import llamaline.worker.model.Logits;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Raw logits against the reference's, for prompts that are read in chunks. */
class GoldenLogitsTest {
    /** Sums in another order differ by less; a wrong weight or position by far more. */
    private static final double TOLERANCE = 1e-3;

    private static final int CHUNK = 7;

    @TestFactory
    Stream<DynamicTest> equalTheReferences() {
        return ImportedCheckpoints.goldens().stream()
                .map(checkpoint ->
                        DynamicTest.dynamicTest(
                                checkpoint.getFileName().toString(), () -> compareAll(checkpoint)));
    }

    @Test
    void equalTheReferencesAtTheEndOfALongPrompt() {
        Path checkpoint = Goldens.resource("tiny-7b");
        JsonNode record = Goldens.object(checkpoint.resolve("goldens/long.json"));
        NumpyArray expected =
                NumpyArray.read(
                        checkpoint.resolve("goldens").resolve(record.get("logits_file").asText()));
        try (var model = ImportedCheckpoints.open(checkpoint, 1)) {
            assertTrue(difference(model, record, expected, 64) <= TOLERANCE);
        }
    }

    private static void compareAll(Path checkpoint) {
        Path goldens = checkpoint.resolve("goldens");
        try (var model = ImportedCheckpoints.open(checkpoint, 2)) {
            for (JsonNode record : Goldens.object(goldens.resolve("logits.json")).get("records")) {
                NumpyArray expected = NumpyArray.read(goldens.resolve(record.get("file").asText()));
                double difference = difference(model, record, expected, CHUNK);
                assertTrue(difference <= TOLERANCE, () -> record.get("id") + ": " + difference);
            }
        }
    }

    /** The largest, over all positions that the golden has. */
    private static double difference(
            OnnxCausalLanguageModel model, JsonNode record, NumpyArray expected, int chunkLength) {
        int[] ids = record.get("prompt_ids").valueStream().mapToInt(JsonNode::asInt).toArray();
        List<Integer> positions =
                record.get("positions").valueStream().map(JsonNode::asInt).toList();
        float[] row = new float[model.vocabulary()];
        double largest = 0;
        for (int from = 0; from < ids.length; from += chunkLength) {
            int to = Math.min(ids.length, from + chunkLength);
            int[] chunk = java.util.Arrays.copyOfRange(ids, from, to);
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
