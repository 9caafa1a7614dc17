/** Tests of the gateway's {@code stream}. */
@NullMarked
package llamaline.gateway.models;

import org.jspecify.annotations.NullMarked;
