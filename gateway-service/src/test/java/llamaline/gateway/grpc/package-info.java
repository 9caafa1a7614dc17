/** Tests of the gateway over gRPC. */
@NullMarked
package llamaline.gateway.grpc;

import org.jspecify.annotations.NullMarked;
