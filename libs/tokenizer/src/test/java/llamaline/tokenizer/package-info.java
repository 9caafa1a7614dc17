@NullMarked
package llamaline.tokenizer;

import org.jspecify.annotations.NullMarked;
