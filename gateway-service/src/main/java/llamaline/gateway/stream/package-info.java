/**
 * Pending requests: their calls, attempts and supervision. Plain Java, on the contract's messages,
 * which it passes on: {@link llamaline.gateway.stream.PendingRequests} finds the {@link
 * llamaline.gateway.stream.PendingRequest} that an event is for, under the lock of its {@link
 * llamaline.gateway.stream.Call}.
 */
@NullMarked
package llamaline.gateway.stream;

import org.jspecify.annotations.NullMarked;
