/** Masks as JSON. */
@NullMarked
package llamaline.mask.json;

import org.jspecify.annotations.NullMarked;
