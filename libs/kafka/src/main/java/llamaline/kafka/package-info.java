/** The services' one way to the broker: clients, topics, and what they all read there. */
@NullMarked
package llamaline.kafka;

import org.jspecify.annotations.NullMarked;
