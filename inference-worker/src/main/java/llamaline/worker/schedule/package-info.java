/**
 * Who runs when: slots, sequences and their states, and the decode loop with its one owner thread.
 * Plain Java; knows the model by its interface and everyone else by commands and events.
 */
@NullMarked
package llamaline.worker.schedule;

import org.jspecify.annotations.NullMarked;
