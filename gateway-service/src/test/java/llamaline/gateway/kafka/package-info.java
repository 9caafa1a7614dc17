/** Tests of the gateway's {@code kafka}. */
@NullMarked
package llamaline.gateway.kafka;

import org.jspecify.annotations.NullMarked;
