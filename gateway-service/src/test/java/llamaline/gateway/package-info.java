/** Tests of the gateway, and what they share. */
@NullMarked
package llamaline.gateway;

import org.jspecify.annotations.NullMarked;
