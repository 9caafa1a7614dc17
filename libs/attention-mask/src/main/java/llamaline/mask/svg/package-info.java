/** Masks as SVG pictures, in light and dark. */
@NullMarked
package llamaline.mask.svg;

import org.jspecify.annotations.NullMarked;
