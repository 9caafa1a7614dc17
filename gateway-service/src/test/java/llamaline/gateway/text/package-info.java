/** Tests of the gateway's {@code text}. */
@NullMarked
package llamaline.gateway.text;

import org.jspecify.annotations.NullMarked;
