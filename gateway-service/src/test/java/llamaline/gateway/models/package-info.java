/** Tests of the gateway's {@code models}. */
@NullMarked
package llamaline.gateway.models;

import org.jspecify.annotations.NullMarked;
