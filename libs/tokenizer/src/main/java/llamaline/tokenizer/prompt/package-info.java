/** The layouts of prompts as ids: infilling, chat, and BOS and EOS around a sequence. */
@NullMarked
package llamaline.tokenizer.prompt;

import org.jspecify.annotations.NullMarked;
