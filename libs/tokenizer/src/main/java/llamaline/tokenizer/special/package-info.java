/** Special tokens: which ids have them, and where a text spells one. */
@NullMarked
package llamaline.tokenizer.special;

import org.jspecify.annotations.NullMarked;
