/** Tests of the sampler. */
@NullMarked
package llamaline.worker.sampling;

import org.jspecify.annotations.NullMarked;
