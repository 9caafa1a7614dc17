/** Tests of slots, sequences and the scheduler, without a model. */
@NullMarked
package llamaline.worker.schedule;

import org.jspecify.annotations.NullMarked;
