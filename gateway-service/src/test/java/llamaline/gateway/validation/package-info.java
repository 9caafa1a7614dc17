/** Tests of the gateway's {@code request}. */
@NullMarked
package llamaline.gateway.validation;

import org.jspecify.annotations.NullMarked;
