/** Tests of the edge to the broker. */
@NullMarked
package llamaline.tokenization.kafka;

import org.jspecify.annotations.NullMarked;
