/** What the scheduler knows of a model: shapes, slots, rows and logits. */
@NullMarked
package llamaline.worker.model;

import org.jspecify.annotations.NullMarked;
