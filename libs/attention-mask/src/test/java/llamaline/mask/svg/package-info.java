@NullMarked
package llamaline.mask.svg;

import org.jspecify.annotations.NullMarked;
