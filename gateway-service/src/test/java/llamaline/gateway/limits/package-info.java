/** Tests of the gateway's {@code stream}. */
@NullMarked
package llamaline.gateway.limits;

import org.jspecify.annotations.NullMarked;
