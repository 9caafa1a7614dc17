/** The tokenizer files of a checkpoint. */
@NullMarked
package llamaline.importer.checkpoint.tokenizer;

import org.jspecify.annotations.NullMarked;
