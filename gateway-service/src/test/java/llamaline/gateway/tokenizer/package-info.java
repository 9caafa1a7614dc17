/** Tests of the tokenizer as a service. */
@NullMarked
package llamaline.gateway.tokenizer;

import org.jspecify.annotations.NullMarked;
