/** Tests of what the services share beside the contract. */
@NullMarked
package llamaline.kafka;

import org.jspecify.annotations.NullMarked;
