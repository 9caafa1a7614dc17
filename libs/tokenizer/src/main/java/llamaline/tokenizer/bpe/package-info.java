/**
 * Byte-pair encoding, byte-exact with SentencePiece. {@link
 * llamaline.tokenizer.bpe.BytePairEncoder} cuts a text where no merge can span it, and {@link
 * llamaline.tokenizer.bpe.Merger} merges each stretch by itself.
 */
@NullMarked
package llamaline.tokenizer.bpe;

import org.jspecify.annotations.NullMarked;
