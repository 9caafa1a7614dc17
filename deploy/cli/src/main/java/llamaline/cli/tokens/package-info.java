/** Texts as token ids, by a checkpoint's own tokenizer or by a gateway's. */
@NullMarked
package llamaline.cli.tokens;

import org.jspecify.annotations.NullMarked;
