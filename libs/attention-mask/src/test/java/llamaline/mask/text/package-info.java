@NullMarked
package llamaline.mask.text;

import org.jspecify.annotations.NullMarked;
