/**
 * Text to token ids and back, as Code Llama's tokenizer does. {@link
 * llamaline.tokenizer.CodeLlamaTokenizer} is the way in; it depends on all packages below, and they
 * never on it.
 *
 * <ul>
 *   <li>{@code sentencepiece} reads the model file into a vocabulary,
 *   <li>{@code special} knows the special tokens and cuts a text at those that it spells,
 *   <li>{@code bpe} turns text into ids by byte-pair encoding,
 *   <li>{@code prompt} lays out infilling and chat prompts and adds BOS and EOS,
 *   <li>{@code decoding} turns ids into text as they come, and finds stop strings in it.
 * </ul>
 */
@NullMarked
package llamaline.tokenizer;

import org.jspecify.annotations.NullMarked;
