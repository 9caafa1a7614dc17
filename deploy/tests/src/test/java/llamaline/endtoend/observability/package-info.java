/** Metrics, their dashboard, and traces. */
@NullMarked
package llamaline.endtoend.observability;

import org.jspecify.annotations.NullMarked;
