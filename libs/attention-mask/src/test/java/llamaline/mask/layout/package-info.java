@NullMarked
package llamaline.mask.layout;

import org.jspecify.annotations.NullMarked;
