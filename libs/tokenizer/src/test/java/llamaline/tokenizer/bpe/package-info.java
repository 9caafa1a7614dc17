@NullMarked
package llamaline.tokenizer.bpe;

import org.jspecify.annotations.NullMarked;
