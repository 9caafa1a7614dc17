/**
 * From a request to its prompt's ids, and what must be known for it: models, cancellations. Plain
 * Java.
 */
@NullMarked
package llamaline.tokenization.encoding;

import org.jspecify.annotations.NullMarked;
