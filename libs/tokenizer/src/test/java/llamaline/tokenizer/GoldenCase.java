package llamaline.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** One expected answer of the reference implementations. */
public record GoldenCase(GoldenTokenizer golden, CodeLlamaTokenizer tokenizer, JsonNode line) {
    public boolean has(String field) {
        return line.has(field);
    }

    public String text(String field) {
        return line.get(field).textValue();
    }

    public boolean flag(String field) {
        return line.get(field).booleanValue();
    }

    public int[] ids(String field) {
        return ids(line.get(field));
    }

    public int[] ids(String field, String inner) {
        return ids(line.get(field).get(inner));
    }

    public List<String> texts(String field) {
        return StreamSupport.stream(line.get(field).spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    public static int[] ids(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    @Override
    public String toString() {
        return golden + " " + text("id");
    }
}
