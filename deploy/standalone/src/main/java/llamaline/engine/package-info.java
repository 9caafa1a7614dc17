/** The worker's engine, asked directly: no service, no queue, in a process of its own. */
@NullMarked
package llamaline.engine;

import org.jspecify.annotations.NullMarked;
