/** Raw logits: computed by the worker's engine in a process of its own, and printed. */
@NullMarked
package llamaline.cli.logits;

import org.jspecify.annotations.NullMarked;
