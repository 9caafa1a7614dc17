/** Models: imports, raw logits, long contexts. */
@NullMarked
package llamaline.endtoend.models;

import org.jspecify.annotations.NullMarked;
