/** Tests of the gateway's {@code stream}. */
@NullMarked
package llamaline.gateway.request;

import org.jspecify.annotations.NullMarked;
