package llamaline.gateway.fields;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import llamaline.gateway.refusal.RefusedException;

/**
 * The fields of a request by name and type. A field that is null counts as absent; nothing is
 * coerced.
 *
 * <p>Each method throws {@link RefusedException} where a value is of the wrong kind or out of its
 * range, naming the field, what is allowed and what was given.
 */
public interface RequestFields {
    /** The value as its caller wrote it, or empty where the field is absent or null. */
    Optional<RequestValue> value(String name);

    /** A truth value, or {@code fallback} where the field is absent. */
    boolean flag(String name, boolean fallback);

    /** A string that UTF-8 can carry. */
    Optional<String> text(String name);

    /**
     * One of a few strings.
     *
     * @param allowed two of them
     */
    String choice(String name, String fallback, List<String> allowed);

    /** An integer in [min, max], or empty where the field is absent. */
    OptionalLong integer(String name, long min, long max);

    /** An integer in [min, max]. */
    long integer(String name, long fallback, long min, long max);

    /** A number in [min, max]. */
    double number(String name, double fallback, double min, double max);

    /** At most {@code most} token ids, each in [0, vocabulary); none where the field is absent. */
    List<Integer> tokenIds(String name, int vocabulary, int most);

    /** The fields of an object. */
    Optional<RequestFields> object(String name, String allowed);

    /** Tells whether the field is there and not null. */
    default boolean has(String name) {
        return value(name).isPresent();
    }
}
