/** Tests of the edge to the broker. */
@NullMarked
package llamaline.worker.kafka;

import org.jspecify.annotations.NullMarked;
