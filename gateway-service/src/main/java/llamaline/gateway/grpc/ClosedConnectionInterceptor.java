package llamaline.gateway.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;

/**
 * A connection that ends cancels its calls.
 *
 * <p>Vert.x' gRPC server cancels a call whose stream is reset, as a caller that hangs up in good
 * order does; one that is killed, or whose connection breaks, sends no reset.
 */
@ApplicationScoped
@GlobalInterceptor
class ClosedConnectionInterceptor implements ServerInterceptor, Prioritized {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        // Quarkus leaves it here for the interceptors' time.
        RoutingContext routing =
                requireNonNull(Vertx.currentContext()).getLocal(RoutingContext.class.getName());
        CancelOnce<A> listener = new CancelOnce<>(next.startCall(call, headers));
        routing.response().closeHandler(_ -> listener.onCancel());
        return listener;
    }

    /** Outermost: what others see of a call is what a reset would have shown them. */
    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    /** Not thread-safe: the call's event loop owns it. */
    private static final class CancelOnce<A> extends SimpleForwardingServerCallListener<A> {
        private boolean isOver;

        CancelOnce(ServerCall.Listener<A> delegate) {
            super(delegate);
        }

        @Override
        public void onCancel() {
            if (!isOver) {
                isOver = true;
                super.onCancel();
            }
        }

        @Override
        public void onComplete() {
            isOver = true;
            super.onComplete();
        }
    }
}
