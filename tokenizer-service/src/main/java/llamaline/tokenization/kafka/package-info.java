/** All that touches the broker: requests in, prompts and first events out. */
@NullMarked
package llamaline.tokenization.kafka;

import org.jspecify.annotations.NullMarked;
