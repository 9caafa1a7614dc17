/**
 * Text to token ids and back, as Code Llama's tokenizer does.
 *
 * <p>{@link llamaline.tokenizer.CodeLlamaTokenizer} is the way in. A model file is read by {@link
 * llamaline.tokenizer.SentencePieceModel} into a {@link llamaline.tokenizer.Vocabulary}. Encoding
 * goes through {@link llamaline.tokenizer.TextStretch} (control tokens that a text spells), {@link
 * llamaline.tokenizer.BytePairEncoder} (where a text can be cut) and {@link
 * llamaline.tokenizer.Merger} (what merges first); decoding through {@link
 * llamaline.tokenizer.ContinuationDecoder}, which works id by id.
 */
@NullMarked
package llamaline.tokenizer;

import org.jspecify.annotations.NullMarked;
