/** Text to token ids and back, as Code Llama's tokenizer does. */
@NullMarked
package llamaline.tokenizer;

import org.jspecify.annotations.NullMarked;
