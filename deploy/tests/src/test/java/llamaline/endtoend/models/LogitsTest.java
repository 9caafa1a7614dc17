package llamaline.endtoend.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.endtoend.stack.Stacks;
import llamaline.testkit.Goldens;
import llamaline.testkit.NumpyArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ./llamaline logits} gives the reference's numbers, from a checkpoint alone. */
class LogitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-3;
    private static final Path TINY = Goldens.resource("tiny-7b");

    static Stream<String> models() {
        return Stacks.models().keySet().stream().filter(model -> !model.equals("demo"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void areTheReferencesAtEachPosition(String model) throws Exception {
        Path checkpoint = Stacks.checkpoint(model);
        Path goldens = checkpoint.resolve("goldens");
        JsonNode records = Goldens.object(goldens.resolve("logits.json")).path("records");
        assertFalse(records.isEmpty());
        for (JsonNode golden : records) {
            String ids = golden.path("prompt_ids").toString();
            Outcome outcome =
                    FrontScript.run(
                            ids,
                            "logits",
                            checkpoint.toString(),
                            "--ids",
                            "-",
                            "--positions",
                            "all",
                            "--json");
            assertEquals(0, outcome.exitCode(), outcome.err());
            JsonNode rows = JSON.readTree(outcome.out()).path("rows");
            assertEquals(golden.path("prompt_ids").size(), rows.size());
            assertAreNear(golden, goldens.resolve(golden.path("file").asText()), rows);
        }
    }

    @Test
    void linesAndJsonSayTheSame() throws JsonProcessingException {
        String[] asked = {"logits", TINY.toString(), "--ids", "1,446,2756", "--top", "3"};
        Outcome lines = FrontScript.run("", asked);
        assertEquals(0, lines.exitCode(), lines.err());
        Outcome json =
                FrontScript.run(
                        "",
                        Stream.concat(Stream.of(asked), Stream.of("--json"))
                                .toArray(String[]::new));
        JsonNode row = JSON.readTree(json.out()).path("rows").path(0);
        assertEquals(2, row.path("position").asInt());
        var expected = new StringBuilder();
        row.path("top")
                .forEach(logit ->
                        expected.append(
                                "2\t%s\t%s\n"
                                        .formatted(
                                                logit.path("id").asText(),
                                                (float) logit.path("logit").asDouble())));
        assertEquals(expected.toString(), lines.out());
        assertEquals(3, lines.out().lines().count());
    }

    @Test
    void whatCannotBeIsSaidInOneLine() {
        assertRefused(2, "got '4112'", "--ids", "1,4112");
        assertRefused(2, "got 'x'", "--ids", "x");
        assertRefused(1, "must be auto, cpu or cuda:N", "--ids", "1", "--device", "tpu");
    }

    private static void assertRefused(int code, String reason, String... options) {
        Outcome outcome =
                FrontScript.run(
                        "",
                        Stream.concat(Stream.of("logits", TINY.toString()), Stream.of(options))
                                .toArray(String[]::new));
        assertEquals(code, outcome.exitCode(), outcome.err());
        List<String> last = outcome.err().lines().toList();
        assertTrue(last.getLast().contains(reason), outcome.err());
        assertEquals("", outcome.out());
    }

    private static void assertAreNear(JsonNode golden, Path file, JsonNode rows) {
        NumpyArray expected = NumpyArray.read(file);
        JsonNode positions = golden.path("positions");
        for (int i = 0; i < positions.size(); i++) {
            JsonNode row = rows.path(positions.path(i).asInt());
            assertEquals(positions.path(i).asInt(), row.path("position").asInt());
            float[] logits = expected.row(i);
            assertEquals(logits.length, row.path("logits").size());
            for (int id = 0; id < logits.length; id++) {
                assertEquals(
                        logits[id],
                        row.path("logits").path(id).asDouble(),
                        TOLERANCE,
                        golden.path("id").asText());
            }
        }
    }
}
