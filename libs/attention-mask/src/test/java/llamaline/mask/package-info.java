/** Tests of the masks and their pictures. */
@NullMarked
package llamaline.mask;

import org.jspecify.annotations.NullMarked;
