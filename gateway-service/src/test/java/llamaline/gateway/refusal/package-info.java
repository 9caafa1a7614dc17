/** Tests of the gateway's {@code refusal}. */
@NullMarked
package llamaline.gateway.refusal;

import org.jspecify.annotations.NullMarked;
