/** Tests of the gateway's {@code http.response}. */
@NullMarked
package llamaline.gateway.http.response;

import org.jspecify.annotations.NullMarked;
