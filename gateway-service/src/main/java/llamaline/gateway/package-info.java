/** The gateway: HTTP in, Kafka behind. Here: settings, readiness and wiring. */
@NullMarked
package llamaline.gateway;

import org.jspecify.annotations.NullMarked;
