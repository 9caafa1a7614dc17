/** The model cards that a service keeps, and the tokenizers that they hold. Plain Java. */
@NullMarked
package llamaline.modelcard;

import org.jspecify.annotations.NullMarked;
