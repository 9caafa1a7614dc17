@NullMarked
package llamaline.tokenizer.sentencepiece;

import org.jspecify.annotations.NullMarked;
