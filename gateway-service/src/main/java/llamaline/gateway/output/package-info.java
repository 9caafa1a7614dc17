/**
 * The output of a call on its way to its caller, the same for HTTP and gRPC: what has come and was
 * not written yet, and the memory that it takes.
 */
@NullMarked
package llamaline.gateway.output;

import org.jspecify.annotations.NullMarked;
