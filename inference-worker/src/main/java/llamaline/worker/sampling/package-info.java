/**
 * Sampling takes one row of logits to one token id: processors, filters, draw and
 * log-probabilities.
 */
@NullMarked
package llamaline.worker.sampling;

import org.jspecify.annotations.NullMarked;
