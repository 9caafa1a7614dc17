/** Tests of the gateway's {@code http}. */
@NullMarked
package llamaline.gateway.http;

import org.jspecify.annotations.NullMarked;
