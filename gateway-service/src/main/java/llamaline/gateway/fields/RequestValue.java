package llamaline.gateway.fields;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.refusal.ShownText;

/**
 * One value of a request, as its caller wrote it. A view: nothing is copied or coerced. Each
 * accessor is for values of its own kind.
 */
public interface RequestValue {
    /** The kinds of values that a request may hold. */
    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        LIST,
        OBJECT,
        NOTHING
    }

    /** The kind of the value. */
    Kind kind();

    /** The characters of a text; half a surrogate pair may be among them. */
    default String text() {
        throw new IllegalStateException("no text, but " + kind());
    }

    /** The truth value of a flag. */
    default boolean flag() {
        throw new IllegalStateException("no flag, but " + kind());
    }

    /** The value of a number, as near as a double comes. */
    default double number() {
        throw new IllegalStateException("no number, but " + kind());
    }

    /** A number as its caller wrote it. */
    default String spelled() {
        return String.valueOf(number());
    }

    /**
     * The integer that a number is, also where it is written as 1.0; empty for all other values.
     */
    default OptionalLong integer() {
        return OptionalLong.empty();
    }

    /** The items of a list, in order; none of other values. */
    default List<RequestValue> items() {
        return List.of();
    }

    /** Hands on an object's fields, in order. */
    default void forEachField(BiConsumer<String, RequestValue> onField) {}

    /** An object's field, or empty where it is absent. */
    default Optional<RequestValue> field(String name) {
        return Optional.empty();
    }

    /** Tells whether the value has neither items nor fields. */
    default boolean isEmpty() {
        return items().isEmpty();
    }

    /** Tells whether the value is of that kind. */
    default boolean is(Kind kind) {
        return kind() == kind;
    }

    /** Tells whether the value is that text. */
    default boolean isText(String wanted) {
        return is(Kind.TEXT) && text().equals(wanted);
    }

    /** Names the value for an error: its kind, and the value itself where it is short. */
    default String described() {
        return switch (kind()) {
            case TEXT -> "a string";
            case LIST -> "a list";
            case OBJECT -> "an object";
            case NOTHING -> "null";
            case NUMBER -> ShownText.shortened(spelled());
            case FLAG -> String.valueOf(flag());
        };
    }

    /** The error of a value that is of the wrong kind, or out of range. */
    default RefusedException wrong(String field, String allowed) {
        return RefusedException.ofField(
                field, "'%s' must be %s, but it is %s.".formatted(field, allowed, described()));
    }
}
