/** Tests of the scheduler and the decode loop, with a model that remembers what it was fed. */
@NullMarked
package llamaline.worker.loop;

import org.jspecify.annotations.NullMarked;
