/** Programs of others that tests ask, where a machine has them. */
@NullMarked
package llamaline.programs;

import org.jspecify.annotations.NullMarked;
