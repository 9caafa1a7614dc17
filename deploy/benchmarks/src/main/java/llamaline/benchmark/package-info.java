/** Benchmarks: the pipeline's cost, measured from outside, beside the engine called directly. */
@NullMarked
package llamaline.benchmark;

import org.jspecify.annotations.NullMarked;
