@NullMarked
package llamaline.kubernetes;

import org.jspecify.annotations.NullMarked;
