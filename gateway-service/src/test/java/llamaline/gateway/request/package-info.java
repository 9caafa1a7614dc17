/** Tests of the gateway's {@code request}. */
@NullMarked
package llamaline.gateway.request;

import org.jspecify.annotations.NullMarked;
