/** Tests of the gateway's {@code stream}. */
@NullMarked
package llamaline.gateway.stream;

import org.jspecify.annotations.NullMarked;
