package llamaline.gateway.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * Tells the caller why no message of its call was understood: it was too large, it was compressed
 * in a way that nobody knows, or its bytes are no such message. The server drops those, and what
 * handles the call would be to blame for a call without a message.
 */
@ApplicationScoped
@GlobalInterceptor
class MissingMessage implements ServerInterceptor, Prioritized {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        InflatedRequest inflated = CompressedMessages.ofCurrentCall();
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean hasMessage;

            @Override
            public void onMessage(Q message) {
                hasMessage = true;
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                Refusal refusal = inflated == null ? null : inflated.refusal();
                if (refusal == null && !hasMessage) {
                    refusal = missing(call);
                }
                if (refusal == null) {
                    super.onHalfClose();
                    return;
                }
                StatusRuntimeException error = GrpcErrors.of(refusal);
                Metadata trailers = error.getTrailers();
                call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
            }
        };
    }

    /** A stream of messages may be empty. */
    private static @Nullable Refusal missing(ServerCall<?, ?> call) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return null;
        }
        return new Refusal(
                RefusalCode.INVALID_REQUEST,
                "The call holds no message that the method %s takes."
                        .formatted(call.getMethodDescriptor().getFullMethodName()),
                null);
    }

    /** Innermost: the others see the call's end as they see every other. */
    @Override
    public int getPriority() {
        return Integer.MIN_VALUE;
    }
}
