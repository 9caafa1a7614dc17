package llamaline.importer.checkpoint.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import llamaline.importer.model.ModelFileException;

/**
 * The fields of a JSON object in a checkpoint's file. A field that is null counts as absent, as in
 * Transformers; one of another type is a {@link ModelFileException} that names file and field.
 *
 * @param place what messages name before the field: the file, and the path inside it
 */
public record JsonSettings(String place, JsonNode object) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads a file that holds one object. */
    public static JsonSettings read(Path file) {
        return parse(file.toString(), WholeFile.read(file));
    }

    /** Parses bytes that hold one object. */
    public static JsonSettings parse(String place, byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (node instanceof ObjectNode) {
                return new JsonSettings(place, node);
            }
            throw new ModelFileException(place + ": is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new ModelFileException(
                    "%s: is not JSON: %s".formatted(place, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ModelFileException(place + ": is not UTF-8 text", e);
        }
    }

    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    public List<String> names() {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    /** Reads an integer in [1, most] that must be there. */
    int count(String name, int most) {
        return optionalCount(name, most).orElseThrow(() -> wrong(name, "is missing"));
    }

    /** Reads an integer in [1, most]. */
    OptionalInt optionalCount(String name, int most) {
        if (!has(name)) {
            return OptionalInt.empty();
        }
        JsonNode node = object.get(name);
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < 1
                || node.intValue() > most) {
            throw wrong(
                    name, "is %s, must be an integer from 1 to %d".formatted(shown(node), most));
        }
        return OptionalInt.of(node.intValue());
    }

    OptionalDouble number(String name) {
        if (!has(name)) {
            return OptionalDouble.empty();
        }
        JsonNode node = object.get(name);
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw wrong(name, "is %s, must be a number".formatted(shown(node)));
        }
        return OptionalDouble.of(node.doubleValue());
    }

    public boolean flag(String name, boolean absent) {
        if (!has(name)) {
            return absent;
        }
        JsonNode node = object.get(name);
        if (!node.isBoolean()) {
            throw wrong(name, "is %s, must be true or false".formatted(shown(node)));
        }
        return node.booleanValue();
    }

    public Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = object.get(name);
        if (!node.isTextual()) {
            throw wrong(name, "is %s, must be a string".formatted(shown(node)));
        }
        return Optional.of(node.textValue());
    }

    public Optional<JsonSettings> fields(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = object.get(name);
        if (!node.isObject()) {
            throw wrong(name, "is %s, must be an object".formatted(shown(node)));
        }
        return Optional.of(new JsonSettings(place + ": " + name, node));
    }

    /** Reads the integers of a list, or the one that stands there alone. */
    public Optional<List<Integer>> integers(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = object.get(name);
        Iterable<JsonNode> items = node.isArray() ? node : List.of(node);
        return Optional.of(
                StreamSupport.stream(items.spliterator(), false)
                        .map(item -> integer(name, item))
                        .toList());
    }

    private int integer(String name, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(name, "is %s, must be an integer or a list of them".formatted(shown(node)));
        }
        return node.intValue();
    }

    public ModelFileException wrong(String name, String problem) {
        return new ModelFileException("%s: %s %s".formatted(place, name, problem));
    }

    /** Shows a value in a message: as JSON, cut off. */
    String shown(String name) {
        JsonNode node = object.get(name);
        return node == null ? "absent" : shown(node);
    }

    private static String shown(JsonNode node) {
        String json = node.toString();
        return json.length() <= 60 ? json : json.substring(0, 60) + "…";
    }
}
