/** A prompt as the worker takes it in: its ids, its limits, its sampling, and whom to answer. */
@NullMarked
package llamaline.worker.prompt;

import org.jspecify.annotations.NullMarked;
