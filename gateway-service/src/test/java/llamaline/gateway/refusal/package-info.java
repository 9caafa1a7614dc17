/** Tests of the gateway's {@code stream}. */
@NullMarked
package llamaline.gateway.refusal;

import org.jspecify.annotations.NullMarked;
