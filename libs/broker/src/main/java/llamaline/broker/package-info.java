/** A Kafka broker in this JVM. */
@NullMarked
package llamaline.broker;

import org.jspecify.annotations.NullMarked;
