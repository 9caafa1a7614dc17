@NullMarked
package llamaline.mask.png;

import org.jspecify.annotations.NullMarked;
