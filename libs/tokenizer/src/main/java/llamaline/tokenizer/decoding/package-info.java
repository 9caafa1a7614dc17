/**
 * Ids back to text, id by id: characters appear when their last byte is there, and stop strings are
 * found across the parts.
 */
@NullMarked
package llamaline.tokenizer.decoding;

import org.jspecify.annotations.NullMarked;
