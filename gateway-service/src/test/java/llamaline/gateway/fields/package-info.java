/** Tests of the gateway's {@code fields}. */
@NullMarked
package llamaline.gateway.fields;

import org.jspecify.annotations.NullMarked;
