/** Tests of the outbox. */
@NullMarked
package llamaline.worker.event;

import org.jspecify.annotations.NullMarked;
