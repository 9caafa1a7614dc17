/**
 * Runs everything on one machine: a Kafka broker in this process, the three services as processes
 * of their own, restarted where they die and gone when this process is gone.
 */
@NullMarked
package llamaline.launcher;

import org.jspecify.annotations.NullMarked;
