/** The tokenizer as a service: what callers ask of a served model's tokenizer. Plain Java. */
@NullMarked
package llamaline.gateway.tokenizer;

import org.jspecify.annotations.NullMarked;
