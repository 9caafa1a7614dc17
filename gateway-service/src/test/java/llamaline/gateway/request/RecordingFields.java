package llamaline.gateway.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import llamaline.gateway.fields.JsonValue;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.RequestValue;

/** Notes which fields a reader asks for, with their types, ranges and defaults. */
final class RecordingFields implements RequestFields {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What a reader cannot do without. */
    private static final Map<String, RequestValue> GIVEN =
            Map.of(
                    "prompt", new JsonValue(JSON.textNode("x")),
                    "messages",
                            new JsonValue(
                                    JSON.arrayNode()
                                            .add(
                                                    JSON.objectNode()
                                                            .put("role", "user")
                                                            .put("content", "x"))));

    private final Map<String, String> asked;
    private final String path;

    RecordingFields() {
        this(new TreeMap<>(), "");
    }

    private RecordingFields(Map<String, String> asked, String path) {
        this.asked = asked;
        this.path = path;
    }

    /** Each field, and what it may be. */
    Map<String, String> asked() {
        return asked;
    }

    @Override
    public Optional<RequestValue> value(String name) {
        note(name, "of its own shape");
        return Optional.ofNullable(GIVEN.get(name));
    }

    @Override
    public boolean flag(String name, boolean fallback) {
        note(name, "boolean, default " + fallback);
        // Else nothing that goes with a stream would be asked for.
        return name.equals("stream") || fallback;
    }

    @Override
    public Optional<String> text(String name) {
        note(name, "string");
        return Optional.empty();
    }

    @Override
    public String choice(String name, String fallback, List<String> allowed) {
        note(name, "string of %s, default %s".formatted(allowed, fallback));
        return fallback;
    }

    @Override
    public OptionalLong integer(String name, long min, long max) {
        note(name, "integer from %d to %d".formatted(min, max));
        return OptionalLong.empty();
    }

    @Override
    public long integer(String name, long fallback, long min, long max) {
        note(name, "integer from %d to %d, default %d".formatted(min, max, fallback));
        return fallback;
    }

    @Override
    public double number(String name, double fallback, double min, double max) {
        note(name, "number from %s to %s, default %s".formatted(min, max, fallback));
        return fallback;
    }

    @Override
    public List<Integer> tokenIds(String name, int vocabulary, int most) {
        note(name, "at most %d token ids".formatted(most));
        return List.of();
    }

    @Override
    public Optional<RequestFields> object(String name, String allowed) {
        note(name, "object");
        return Optional.of(new RecordingFields(asked, path + name + "."));
    }

    private void note(String name, String allowed) {
        asked.put(path + name, allowed);
    }
}
