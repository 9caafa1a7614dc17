package llamaline.gateway.event;

import llamaline.v1.TokenLogprobs;
import org.jspecify.annotations.Nullable;

/**
 * One token of a completion, or of a prompt that is echoed.
 *
 * @param text the text that became safe to show when the token came: empty while a character is
 *     incomplete or a stop string possible, and then with the text that was held back before
 * @param logprobs null where the request asks for none, and for the first token of a prompt
 */
public record GeneratedToken(int id, String text, @Nullable TokenLogprobs logprobs) {}
