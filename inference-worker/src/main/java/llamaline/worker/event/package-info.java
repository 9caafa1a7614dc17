/** Events that tell a gateway what happens to its sequences, and the outbox that collects them. */
@NullMarked
package llamaline.worker.event;

import org.jspecify.annotations.NullMarked;
