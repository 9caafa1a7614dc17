/** Tests of masks. */
@NullMarked
package llamaline.gateway.mask;

import org.jspecify.annotations.NullMarked;
