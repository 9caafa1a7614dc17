package llamaline.endtoend.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import llamaline.testkit.Goldens;

/**
 * A prompt with the reference's greedy ids.
 *
 * @param ofText the request with its prompt as text, where the reference's prompt has one
 * @param ofIds the request with its prompt as ids
 * @param sure how many of {@code newIds} have a margin above the numeric tolerance, up to the first
 *     that has not
 */
public record GoldenCase(
        String name,
        Optional<ObjectNode> ofText,
        ObjectNode ofIds,
        List<Integer> promptIds,
        List<Integer> newIds,
        int sure) {
    /** Of raw logits in float32. */
    private static final double TOLERANCE = 2e-3;

    /** All of a model's. */
    public static List<GoldenCase> of(String model, Path checkpoint) {
        if (Files.exists(checkpoint.resolve("goldens.jsonl"))) {
            return Goldens.lines(checkpoint.resolve("goldens.jsonl"))
                    .map(golden -> ofDemo(model, golden))
                    .toList();
        }
        Path goldens = checkpoint.resolve("goldens");
        return Stream.of("greedy.jsonl", "infill.jsonl", "long.json")
                .map(goldens::resolve)
                .filter(Files::exists)
                .flatMap(Goldens::lines)
                .map(golden -> ofTiny(model, golden))
                .toList();
    }

    /** Whether an answer is the reference's, as far as that is a matter of more than rounding. */
    public void assertIsAnsweredBy(Answer answer) {
        assertEquals(promptIds, answer.promptIds(), name);
        assertEquals(
                newIds.subList(0, sure),
                answer.ids().subList(0, Math.min(sure, answer.ids().size())),
                name);
        if (sure == newIds.size()) {
            assertEquals(newIds.size(), answer.ids().size(), name);
        }
    }

    private static GoldenCase ofDemo(String model, JsonNode golden) {
        ObjectNode request = Gateway.greedy(model, golden.path("max_new_tokens").asInt());
        ObjectNode text = request.deepCopy().put("prompt", golden.path("prompt").asText());
        if (golden.path("kind").asText().equals("infill_spm")) {
            text.put("suffix_first", true);
        }
        List<Integer> newIds = ids(golden.path("ids"));
        return of(request, Optional.of(text), golden, newIds, newIds.size());
    }

    private static GoldenCase ofTiny(String model, JsonNode golden) {
        List<Integer> newIds = ids(golden.path("new_ids"));
        boolean stopped = golden.path("finish").asText().equals("stop");
        ObjectNode request = Gateway.greedy(model, stopped ? newIds.size() + 8 : newIds.size());
        int sure = 0;
        while (sure < newIds.size() && golden.path("margins").path(sure).asDouble() > TOLERANCE) {
            sure++;
        }
        return of(request, textOf(request, golden), golden, newIds, sure);
    }

    private static GoldenCase of(
            ObjectNode request,
            Optional<ObjectNode> text,
            JsonNode golden,
            List<Integer> newIds,
            int sure) {
        ObjectNode ids = request.deepCopy().set("prompt", golden.path("prompt_ids").deepCopy());
        return new GoldenCase(
                request.path("model").asText() + " " + golden.path("id").asText(),
                text,
                ids,
                ids(golden.path("prompt_ids")),
                newIds,
                sure);
    }

    /** A rendered chat has a text too, but spells what only its ids can mean. */
    private static Optional<ObjectNode> textOf(ObjectNode request, JsonNode golden) {
        if (golden.has("prefix")) {
            return Optional.of(
                    request.deepCopy()
                            .put("prompt", golden.path("prefix").asText())
                            .put("suffix", golden.path("suffix").asText())
                            .put("suffix_first", golden.path("suffix_first").asBoolean()));
        }
        if (golden.has("prompt") && !golden.has("messages")) {
            return Optional.of(request.deepCopy().put("prompt", golden.path("prompt").asText()));
        }
        return Optional.empty();
    }

    private static List<Integer> ids(JsonNode array) {
        var ids = new ArrayList<Integer>();
        array.forEach(id -> ids.add(id.asInt()));
        return List.copyOf(ids);
    }
}
