/** Tests of the whole worker. */
@NullMarked
package llamaline.worker;

import org.jspecify.annotations.NullMarked;
