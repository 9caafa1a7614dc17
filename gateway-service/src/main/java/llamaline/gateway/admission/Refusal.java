package llamaline.gateway.admission;

import org.jspecify.annotations.Nullable;

/**
 * An error for the caller.
 *
 * @param message one sentence or two: what was wrong, where, what is allowed
 * @param param the request's field, null where none is to blame
 */
public record Refusal(RefusalCode code, String message, @Nullable String param) {
    /** A field's value is wrong. */
    static Refusal ofField(String field, String message) {
        return new Refusal(RefusalCode.INVALID_REQUEST, message, field);
    }
}
