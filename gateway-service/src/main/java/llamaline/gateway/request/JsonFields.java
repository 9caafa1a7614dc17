package llamaline.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.WrongValues;

/** A JSON object's fields by type. A field that is null counts as absent; nothing is coerced. */
public final class JsonFields {
    /** Above this a double no longer names one integer. */
    private static final double EXACT = 1L << 53;

    private final JsonNode object;

    /** The fields of {@code object}. */
    public JsonFields(JsonNode object) {
        this.object = object;
    }

    /**
     * The fields of a body.
     *
     * @throws RefusedException where it is no object
     */
    public static JsonFields ofBody(JsonNode body) {
        if (!body.isObject()) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.INVALID_REQUEST,
                            "The body must be a JSON object, but it is %s."
                                    .formatted(WrongValues.described(body)),
                            null));
        }
        return new JsonFields(body);
    }

    /** The raw value, or empty where it is absent or null. */
    public Optional<JsonNode> raw(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    /** A truth value. */
    public boolean bool(String name, boolean fallback) {
        Optional<JsonNode> value = raw(name);
        if (value.isEmpty()) {
            return fallback;
        }
        if (!value.get().isBoolean()) {
            throw wrong(name, "true or false", value.get());
        }
        return value.get().booleanValue();
    }

    /** A string, which UTF-8 can carry. */
    public Optional<String> text(String name) {
        Optional<JsonNode> value = raw(name);
        value.ifPresent(node -> {
            if (!node.isTextual()) {
                throw wrong(name, "a string", node);
            }
            requireUnicode(name, node.textValue());
        });
        return value.map(JsonNode::textValue);
    }

    /** An integer, also where it is written as 1.0. */
    public OptionalLong integer(String name, long min, long max) {
        Optional<JsonNode> value = raw(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        String allowed = "an integer from %d to %d".formatted(min, max);
        long number = integer(value.get()).orElseThrow(() -> wrong(name, allowed, value.get()));
        if (number < min || number > max) {
            throw wrong(name, allowed, value.get());
        }
        return OptionalLong.of(number);
    }

    /** A number in [min, max]. */
    double number(String name, double fallback, double min, double max) {
        Optional<JsonNode> value = raw(name);
        if (value.isEmpty()) {
            return fallback;
        }
        JsonNode node = value.get();
        double number = node.doubleValue();
        if (!node.isNumber() || !(number >= min && number <= max)) {
            throw wrong(name, "a number from %s to %s".formatted(plain(min), plain(max)), node);
        }
        return number;
    }

    /** A list of token ids, each in [0, vocabulary); empty where it is absent. */
    List<Integer> ids(String name, int vocabulary, int most) {
        Optional<JsonNode> value = raw(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray() || value.get().size() > most) {
            String allowed = "a list of at most %d token ids".formatted(most);
            throw wrong(name, allowed, value.get());
        }
        List<Integer> ids = new ArrayList<>();
        for (JsonNode item : value.get()) {
            long id = integer(item).orElseThrow(() -> wrong(name, "a list of token ids", item));
            if (id < 0 || id >= vocabulary) {
                throw new RefusedException(
                        Refusal.ofField(
                                name,
                                "'%s' has the token id %d, which is out of vocabulary; the vocabulary's size is %d."
                                        .formatted(name, id, vocabulary)));
            }
            ids.add((int) id);
        }
        return ids;
    }

    /** The integer that a value is, or empty where it is none. */
    public static OptionalLong integer(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong()
                    ? OptionalLong.of(value.longValue())
                    : OptionalLong.empty();
        }
        double number = value.doubleValue();
        boolean isWhole = value.isNumber() && Math.rint(number) == number;
        return isWhole && Math.abs(number) <= EXACT
                ? OptionalLong.of((long) number)
                : OptionalLong.empty();
    }

    /**
     * Passes where UTF-8 can carry the text.
     *
     * @throws RefusedException naming the field
     */
    public static void requireUnicode(String name, String text) {
        if (!WrongValues.isUnicode(text)) {
            throw new RefusedException(
                    Refusal.ofField(
                            name,
                            "'%s' holds half a surrogate pair; text is Unicode.".formatted(name)));
        }
    }

    /** That a value is of the wrong kind, or out of range. */
    public static RefusedException wrong(String name, String allowed, JsonNode actual) {
        return new RefusedException(
                Refusal.ofField(
                        name,
                        "'%s' must be %s, but it is %s."
                                .formatted(name, allowed, WrongValues.described(actual))));
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }
}
