/**
 * The decode loop with its one owner thread: takes prompts in, has the scheduler plan steps, runs
 * them on the model and tells what came of them. Plain Java; knows everyone else by commands and
 * events.
 */
@NullMarked
package llamaline.worker.loop;

import org.jspecify.annotations.NullMarked;
