/** The tokenizer service: requests in, prompts of ids out. Here: settings, readiness, wiring. */
@NullMarked
package llamaline.tokenization;

import org.jspecify.annotations.NullMarked;
