package llamaline.endtoend.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a request for one choice.
 *
 * @param ids generated, with the one that ended it
 * @param finishReason {@code stop} or {@code length}
 */
public record Answer(String text, List<Integer> ids, List<Integer> promptIds, String finishReason) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";

    static Answer ofWhole(String body) {
        JsonNode choice = parse(body).path("choices").path(0);
        return new Answer(
                choice.path("text").asText(),
                ids(choice.path("token_ids")),
                ids(choice.path("prompt_token_ids")),
                choice.path("finish_reason").asText());
    }

    /**
     * Reads a stream to its end.
     *
     * @throws AssertionError where it has an error in it, no end, or something after its end
     */
    static Answer ofStream(Stream<String> lines, Runnable onChunk) {
        var parts = new Parts();
        Iterator<String> data =
                lines.filter(line -> line.startsWith(DATA))
                        .map(line -> line.substring(DATA.length()))
                        .iterator();
        while (data.hasNext()) {
            String chunk = data.next();
            if (chunk.equals("[DONE]")) {
                if (data.hasNext()) {
                    throw new AssertionError("after the end: " + data.next());
                }
                return parts.answer();
            }
            parts.add(parse(chunk));
            onChunk.run();
        }
        throw new AssertionError("a stream without its end, after " + parts.ids.size() + " ids");
    }

    private static List<Integer> ids(JsonNode array) {
        var ids = new ArrayList<Integer>();
        array.forEach(id -> ids.add(id.asInt()));
        return ids;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** What has come of a stream. */
    private static final class Parts {
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> ids = new ArrayList<>();
        private final List<Integer> promptIds = new ArrayList<>();
        private final List<String> finishReasons = new ArrayList<>();

        void add(JsonNode chunk) {
            if (chunk.hasNonNull("error")) {
                throw new AssertionError("an error in the stream: " + chunk);
            }
            JsonNode choice = chunk.path("choices").path(0);
            text.append(choice.path("text").asText());
            ids.addAll(ids(choice.path("token_ids")));
            promptIds.addAll(ids(choice.path("prompt_token_ids")));
            if (choice.hasNonNull("finish_reason")) {
                finishReasons.add(choice.path("finish_reason").asText());
            }
        }

        Answer answer() {
            if (finishReasons.size() != 1) {
                throw new AssertionError("finish reasons: " + finishReasons);
            }
            return new Answer(
                    text.toString(),
                    List.copyOf(ids),
                    List.copyOf(promptIds),
                    finishReasons.getFirst());
        }

        private static List<Integer> ids(JsonNode array) {
            return Answer.ids(array);
        }
    }
}
