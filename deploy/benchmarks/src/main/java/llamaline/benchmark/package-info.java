/** What the pipeline costs: measured from outside, beside the engine called directly. */
@NullMarked
package llamaline.benchmark;

import org.jspecify.annotations.NullMarked;
