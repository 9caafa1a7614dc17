package llamaline.gateway.stream;

import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * One generated token.
 *
 * @param id token id
 * @param text what became safe to show when it came: empty while a character is incomplete or a
 *     stop string possible, and then with what was held back before
 * @param logprobs null where the request asks for none
 */
public record GeneratedToken(int id, String text, @Nullable TokenLogprobs logprobs) {}
