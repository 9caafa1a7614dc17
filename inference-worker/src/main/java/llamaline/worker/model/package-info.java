/** A model as the scheduler knows it: shapes, slots, rows and logits. */
@NullMarked
package llamaline.worker.model;

import org.jspecify.annotations.NullMarked;
