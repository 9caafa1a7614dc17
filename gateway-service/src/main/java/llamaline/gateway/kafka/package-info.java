/** The only package that touches the broker. */
@NullMarked
package llamaline.gateway.kafka;

import org.jspecify.annotations.NullMarked;
