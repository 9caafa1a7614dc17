package llamaline.gateway.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import llamaline.gateway.limits.CallMeter;
import llamaline.gateway.limits.CallMeter.Metered;
import llamaline.gateway.limits.CallMeter.Outcome;

/** Tells a meter of the calls to this service's own methods. */
@GlobalInterceptor
@ApplicationScoped
class MethodMeter implements ServerInterceptor {
    private static final Context.Key<Metered> CALL = Context.key("llamaline.call.metered");
    private static final String OWN = "llamaline.";

    private final CallMeter meter;

    MethodMeter(CallMeter meter) {
        this.meter = meter;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        if (!method.startsWith(OWN)) {
            return next.startCall(call, headers);
        }
        Metered metered = meter.begin(method);
        Context context = Context.current().withValue(CALL, metered);
        var told = Contexts.interceptCall(context, telling(call, metered), headers, next);
        return new SimpleForwardingServerCallListener<>(told) {
            @Override
            public void onCancel() {
                metered.end(Outcome.CANCELLED);
                super.onCancel();
            }
        };
    }

    /** The call that runs on this thread is for that model. */
    static void model(String name) {
        Metered metered = CALL.get();
        if (metered != null) {
            metered.model(name);
        }
    }

    private static <Q, R> ServerCall<Q, R> telling(ServerCall<Q, R> call, Metered metered) {
        return new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                metered.end(outcome(status.getCode()));
                super.close(status, trailers);
            }
        };
    }

    private static Outcome outcome(Status.Code code) {
        return switch (code) {
            case OK -> Outcome.OK;
            case CANCELLED -> Outcome.CANCELLED;
            case DEADLINE_EXCEEDED -> Outcome.DEADLINE;
            case UNAVAILABLE, RESOURCE_EXHAUSTED -> Outcome.UNAVAILABLE;
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED ->
                    Outcome.INVALID;
            case UNKNOWN, ABORTED, INTERNAL, DATA_LOSS -> Outcome.ERROR;
        };
    }
}
