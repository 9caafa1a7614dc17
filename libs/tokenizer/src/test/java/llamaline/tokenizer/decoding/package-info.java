@NullMarked
package llamaline.tokenizer.decoding;

import org.jspecify.annotations.NullMarked;
