package llamaline.gateway.request;

import java.util.OptionalLong;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.refusal.RefusedException;

/**
 * The lengths that a completion may have and must have, in tokens.
 *
 * @param maxTokens 0 asks for no completion: the prompt is echoed
 */
public record LengthFields(int maxTokens, int minTokens) {
    public static final String MAX_TOKENS = "max_tokens";
    public static final String MIN_TOKENS = "min_tokens";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final int DEFAULT_MAX_TOKENS = 16;

    /** A completion of a chat has no such short default, but it ends. */
    private static final int DEFAULT_CHAT_TOKENS = 1024;

    static LengthFields ofCompletion(RequestFields fields) {
        return new LengthFields(
                (int) fields.integer(MAX_TOKENS, DEFAULT_MAX_TOKENS, 0, Integer.MAX_VALUE),
                minTokens(fields));
    }

    /** Either name will do, and both where they agree. */
    static LengthFields ofChat(RequestFields fields) {
        OptionalLong old = fields.integer(MAX_TOKENS, 1, Integer.MAX_VALUE);
        OptionalLong current = fields.integer(MAX_COMPLETION_TOKENS, 1, Integer.MAX_VALUE);
        if (old.isPresent() && current.isPresent() && !old.equals(current)) {
            throw RefusedException.ofField(
                    MAX_TOKENS,
                    "'max_tokens' and 'max_completion_tokens' are two names of one limit; give one of them.");
        }
        long most = current.orElse(old.orElse(DEFAULT_CHAT_TOKENS));
        return new LengthFields((int) most, minTokens(fields));
    }

    private static int minTokens(RequestFields fields) {
        return (int) fields.integer(MIN_TOKENS, 0, 0, Integer.MAX_VALUE);
    }
}
