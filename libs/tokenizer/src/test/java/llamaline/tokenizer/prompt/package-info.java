@NullMarked
package llamaline.tokenizer.prompt;

import org.jspecify.annotations.NullMarked;
