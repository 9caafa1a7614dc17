package llamaline.gateway.http.completion;

import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * A token as the caller sees it.
 *
 * @param text its part of the answer's text
 * @param logprobs null for the first token of a prompt
 */
record ShownToken(int id, String text, @Nullable TokenLogprobs logprobs) {
    /** Objects of a token, and of each of its alternatives, on a 64-bit machine. */
    private static final int TOKEN_BYTES = 160;

    private static final int ALTERNATIVE_BYTES = 40;

    /** Roughly the memory of a token. */
    static long bytes(int characters, @Nullable TokenLogprobs logprobs) {
        int alternatives = logprobs == null ? 0 : logprobs.getTopCount();
        return TOKEN_BYTES + 4L * characters + (long) ALTERNATIVE_BYTES * alternatives;
    }

    ShownToken withText(String other) {
        return new ShownToken(id, other, logprobs);
    }
}
