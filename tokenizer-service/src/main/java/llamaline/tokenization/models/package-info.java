/** The models that were announced, each with the tokenizer of its card. Plain Java. */
@NullMarked
package llamaline.tokenization.models;

import org.jspecify.annotations.NullMarked;
