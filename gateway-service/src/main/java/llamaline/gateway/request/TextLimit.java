package llamaline.gateway.request;

import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusedException;

/**
 * The limit on a text that the gateway itself cuts into tokens: to merge it takes about forty bytes
 * for each character.
 */
public final class TextLimit {
    /** Far more than the longest context holds. */
    public static final int CHARACTERS = 1 << 20;

    private TextLimit() {}

    /**
     * Passes where the text is not too long.
     *
     * @throws RefusedException naming the limit
     */
    public static void require(String field, String text) {
        if (text.length() > CHARACTERS) {
            throw new RefusedException(
                    Refusal.ofField(
                            field,
                            "'%s' has %d characters; at most %d are allowed here."
                                    .formatted(field, text.length(), CHARACTERS)));
        }
    }
}
