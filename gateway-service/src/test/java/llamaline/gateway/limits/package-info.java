/** Tests of the gateway's {@code limits}. */
@NullMarked
package llamaline.gateway.limits;

import org.jspecify.annotations.NullMarked;
