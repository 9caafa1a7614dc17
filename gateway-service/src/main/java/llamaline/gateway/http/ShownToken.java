package llamaline.gateway.http;

import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * A token as the caller sees it.
 *
 * @param text its part of the answer's text
 * @param logprobs null for the first token of a prompt
 */
record ShownToken(int id, String text, @Nullable TokenLogprobs logprobs) {
    ShownToken withText(String other) {
        return new ShownToken(id, other, logprobs);
    }
}
