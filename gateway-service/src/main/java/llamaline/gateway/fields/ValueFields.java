package llamaline.gateway.fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import llamaline.gateway.fields.RequestValue.Kind;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;

/** The fields of an object that a caller sent. */
public record ValueFields(RequestValue object) implements RequestFields {
    /**
     * The fields of a body.
     *
     * @throws RefusedException where it is no object
     */
    public static RequestFields ofBody(RequestValue body) {
        if (!body.is(Kind.OBJECT)) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.INVALID_REQUEST,
                            "The body must be a JSON object, but it is %s."
                                    .formatted(body.described()),
                            null));
        }
        return new ValueFields(body);
    }

    /**
     * The text of a value.
     *
     * @param field that the value is of, or its place in one
     * @throws RefusedException where it is no text, or one that UTF-8 cannot carry
     */
    public static String text(String field, RequestValue value) {
        if (!value.is(Kind.TEXT)) {
            throw value.wrong(field, "a string");
        }
        return unicode(field, value.text());
    }

    /**
     * The same text, where UTF-8 can carry it.
     *
     * @throws RefusedException naming the field
     */
    public static String unicode(String field, String text) {
        if (!isUnicode(text)) {
            throw RefusedException.ofField(
                    field, "'%s' holds half a surrogate pair; text is Unicode.".formatted(field));
        }
        return text;
    }

    @Override
    public Optional<RequestValue> value(String name) {
        return object.field(name).filter(value -> !value.is(Kind.NOTHING));
    }

    @Override
    public boolean flag(String name, boolean fallback) {
        Optional<RequestValue> value = value(name);
        if (value.isEmpty()) {
            return fallback;
        }
        if (!value.get().is(Kind.FLAG)) {
            throw value.get().wrong(name, "true or false");
        }
        return value.get().flag();
    }

    @Override
    public Optional<String> text(String name) {
        return value(name).map(value -> text(name, value));
    }

    @Override
    public String choice(String name, String fallback, List<String> allowed) {
        String chosen = text(name).orElse(fallback);
        if (!allowed.contains(chosen)) {
            throw RefusedException.ofField(
                    name, "'%s' must be '%s'.".formatted(name, String.join("' or '", allowed)));
        }
        return chosen;
    }

    @Override
    public OptionalLong integer(String name, long min, long max) {
        Optional<RequestValue> value = value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = value.get().integer();
        if (number.isEmpty() || number.getAsLong() < min || number.getAsLong() > max) {
            throw value.get().wrong(name, "an integer from %d to %d".formatted(min, max));
        }
        return number;
    }

    @Override
    public long integer(String name, long fallback, long min, long max) {
        return integer(name, min, max).orElse(fallback);
    }

    @Override
    public double number(String name, double fallback, double min, double max) {
        Optional<RequestValue> value = value(name);
        if (value.isEmpty()) {
            return fallback;
        }
        boolean isNumber = value.get().is(Kind.NUMBER);
        double number = isNumber ? value.get().number() : Double.NaN;
        if (!(number >= min && number <= max)) {
            String allowed = "a number from %s to %s".formatted(plain(min), plain(max));
            throw value.get().wrong(name, allowed);
        }
        return number;
    }

    @Override
    public List<Integer> tokenIds(String name, int vocabulary, int most) {
        Optional<RequestValue> list = value(name);
        if (list.isEmpty()) {
            return List.of();
        }
        if (!list.get().is(Kind.LIST) || list.get().items().size() > most) {
            throw list.get().wrong(name, "a list of at most %d token ids".formatted(most));
        }
        List<Integer> ids = new ArrayList<>();
        for (RequestValue item : list.get().items()) {
            long id = item.integer().orElseThrow(() -> item.wrong(name, "a list of token ids"));
            if (id < 0 || id >= vocabulary) {
                throw RefusedException.ofField(
                        name,
                        "'%s' has the token id %d, which is out of vocabulary; the vocabulary's size is %d."
                                .formatted(name, id, vocabulary));
            }
            ids.add((int) id);
        }
        return ids;
    }

    @Override
    public Optional<RequestFields> object(String name, String allowed) {
        return value(name)
                .map(value -> {
                    if (!value.is(Kind.OBJECT)) {
                        throw value.wrong(name, allowed);
                    }
                    return new ValueFields(value);
                });
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair =
                        Character.isHighSurrogate(text.charAt(i))
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
