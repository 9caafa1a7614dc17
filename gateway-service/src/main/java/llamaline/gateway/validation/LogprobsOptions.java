package llamaline.gateway.validation;

import java.util.OptionalInt;

/**
 * The logprobs that an answer has.
 *
 * @param ofAnswer those of its tokens
 * @param alternatives for each token, where they are shown
 * @param ofPrompt alternatives for each of the prompt's tokens; empty where these are not asked for
 * @param namesTokensById {@code token_id:N} instead of a token's text
 */
public record LogprobsOptions(
        boolean ofAnswer, int alternatives, OptionalInt ofPrompt, boolean namesTokensById) {
    /** The options of a completion without logprobs. */
    public static final LogprobsOptions NONE =
            new LogprobsOptions(false, 0, OptionalInt.empty(), false);
}
