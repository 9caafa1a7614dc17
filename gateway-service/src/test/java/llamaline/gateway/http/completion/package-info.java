/** Tests of the gateway's {@code http.completion}. */
@NullMarked
package llamaline.gateway.http.completion;

import org.jspecify.annotations.NullMarked;
