/** The worker's settings, its start and stop, its health. */
@NullMarked
package llamaline.worker;

import org.jspecify.annotations.NullMarked;
