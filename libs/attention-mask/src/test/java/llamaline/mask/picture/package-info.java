@NullMarked
package llamaline.mask.picture;

import org.jspecify.annotations.NullMarked;
