/** The tokenizer's speed beside that of others. Compiled and run by the profile {@code bench}. */
@NullMarked
package llamaline.tokenizer.benchmark;

import org.jspecify.annotations.NullMarked;
