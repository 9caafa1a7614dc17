/**
 * All that touches the broker: prompts and cancellations in, token events and announcements out.
 */
@NullMarked
package llamaline.worker.kafka;

import org.jspecify.annotations.NullMarked;
