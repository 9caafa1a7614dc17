package llamaline.gateway.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llamaline.gateway.models.Cards;
import llamaline.gateway.models.RegisteredModel;
import llamaline.gateway.validation.Checked;
import org.junit.jupiter.api.Test;

/**
 * Names, types, ranges and defaults of all fields: docs/openapi.yaml against the typed requests.
 */
class ApiFieldsTest {
    private static final RegisteredModel MODEL =
            Cards.served(Cards.chatting("chat")).choose("chat");

    private final RecordingFields fields = new RecordingFields();

    @Test
    void theDocumentHasTheFieldsOfACompletion() throws IOException {
        PromptFields.model(fields);
        CompletionRequest.read(fields, Spelling.HTTP, MODEL, Checked.LIMITS);
        assertEquals(lines(fields.asked()), lines(documented("CompletionRequest")));
    }

    @Test
    void theDocumentHasTheFieldsOfAChat() throws IOException {
        PromptFields.model(fields);
        ChatRequest.read(fields, Spelling.HTTP, MODEL, Checked.LIMITS);
        assertEquals(lines(fields.asked()), lines(documented("ChatRequest")));
    }

    private static String lines(Map<String, String> fields) {
        List<String> lines = new ArrayList<>();
        fields.forEach((name, allowed) -> lines.add(name + ": " + allowed));
        return String.join("\n", lines);
    }

    private static Map<String, String> documented(String schema) throws IOException {
        try (InputStream in = ApiFieldsTest.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode document = new YAMLMapper().readTree(in);
            Map<String, String> fields = new TreeMap<>();
            put(fields, "", document.at("/components/schemas/" + schema + "/properties"));
            return fields;
        }
    }

    private static void put(Map<String, String> fields, String path, JsonNode properties) {
        properties
                .properties()
                .forEach(property -> {
                    String name = path + property.getKey();
                    fields.put(name, allowed(property.getKey(), property.getValue()));
                    put(fields, name + ".", property.getValue().path("properties"));
                });
    }

    private static String allowed(String name, JsonNode schema) {
        if (List.of("prompt", "messages", "stop", "logit_bias").contains(name)) {
            return "of its own shape";
        }
        String type = schema.path("type").path(0).asText();
        return switch (type) {
            case "boolean" -> type + byDefault(schema);
            case "string" ->
                    schema.has("enum")
                            ? "string of [%s, %s]"
                                            .formatted(
                                                    schema.at("/enum/0").asText(),
                                                    schema.at("/enum/1").asText())
                                    + byDefault(schema)
                            : type;
            case "integer" ->
                    "integer from %d to %d"
                                    .formatted(
                                            schema.path("minimum").asLong(),
                                            schema.path("maximum").asLong())
                            + byDefault(schema);
            case "number" ->
                    "number from %s to %s, default %s"
                            .formatted(
                                    schema.path("minimum")
                                            .asDouble(schema.path("exclusiveMinimum").asDouble()),
                                    schema.path("maximum").asDouble(),
                                    schema.path("default").asDouble());
            case "array" -> "at most %d token ids".formatted(schema.path("maxItems").asInt());
            default -> type;
        };
    }

    private static String byDefault(JsonNode schema) {
        return schema.has("default") ? ", default " + schema.get("default").asText() : "";
    }
}
