/** Tests of the gateway's {@code admission}. */
@NullMarked
package llamaline.gateway.admission;

import org.jspecify.annotations.NullMarked;
