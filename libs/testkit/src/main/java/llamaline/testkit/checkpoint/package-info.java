/** Small Llama checkpoints with random weights, written for a test. */
@NullMarked
package llamaline.testkit.checkpoint;

import org.jspecify.annotations.NullMarked;
