/** Tests of the gateway's {@code output}. */
@NullMarked
package llamaline.gateway.output;

import org.jspecify.annotations.NullMarked;
