@NullMarked
package llamaline.tokenizer.special;

import org.jspecify.annotations.NullMarked;
