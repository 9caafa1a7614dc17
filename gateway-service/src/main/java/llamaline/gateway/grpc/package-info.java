/** The only package that touches gRPC: messages to checked calls, events to messages. */
@NullMarked
package llamaline.gateway.grpc;

import org.jspecify.annotations.NullMarked;
