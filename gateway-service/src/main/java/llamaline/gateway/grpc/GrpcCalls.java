package llamaline.gateway.grpc;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Availability;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;

/** Takes calls: as many at once as may be, over HTTP and gRPC together. */
@ApplicationScoped
class GrpcCalls {
    private static final Logger LOG = System.getLogger(GrpcCalls.class.getName());

    /** Larger requests are answered off the event loop, in turn with HTTP's. */
    private static final int SMALL_BYTES = 64 * 1024;

    private static final int LARGE_AT_ONCE = 1;

    private final WorkerExecutor largeBodies;
    private final Availability availability;
    private final Limits limits;
    private final OpenCalls openCalls;

    GrpcCalls(Vertx vertx, Availability availability, Limits limits, OpenCalls openCalls) {
        this.largeBodies = vertx.createSharedWorkerExecutor("large-bodies", LARGE_AT_ONCE);
        this.availability = availability;
        this.limits = limits;
        this.openCalls = openCalls;
    }

    /**
     * Takes a call whose answer comes by and by.
     *
     * @param onPermit answers it and closes the permit, or throws
     */
    <R> void answer(Message request, StreamObserver<R> out, Consumer<OpenCalls.Permit> onPermit) {
        OpenCalls.Permit permit = null;
        try {
            permit = take(request);
            onPermit.accept(permit);
        } catch (RuntimeException e) {
            if (permit != null) {
                permit.close();
            }
            out.onError(GrpcErrors.of(refusal(e)));
        }
    }

    /** Takes a call that is answered at once. */
    <R extends Message> void answer(Message request, StreamObserver<R> out, Supplier<R> answer) {
        answer(
                request,
                out,
                permit -> {
                    if (request.getSerializedSize() <= SMALL_BYTES) {
                        send(out, permit, answer.get());
                        return;
                    }
                    largeBodies
                            .executeBlocking(answer::get, false)
                            .onSuccess(response -> send(out, permit, response))
                            .onFailure(cause -> {
                                permit.close();
                                out.onError(GrpcErrors.of(refusal(cause)));
                            });
                });
    }

    private OpenCalls.Permit take(Message request) {
        availability.requireReady();
        OpenCalls.Permit permit =
                openCalls
                        .take()
                        .orElseThrow(() ->
                                overloaded(
                                        "%d requests are open, which is the limit; try again."
                                                .formatted(limits.openCalls())));
        if (!permit.reserve(request.getSerializedSize())) {
            permit.close();
            throw new RefusedException(Refusal.requestsTooLarge());
        }
        return permit;
    }

    private static <R> void send(StreamObserver<R> out, OpenCalls.Permit permit, R response) {
        permit.close();
        out.onNext(response);
        out.onCompleted();
    }

    private static RefusedException overloaded(String message) {
        return new RefusedException(new Refusal(RefusalCode.OVERLOADED, message, null));
    }

    private static Refusal refusal(Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return refused.refusal();
        }
        LOG.log(Level.WARNING, "a request failed inside the gateway", cause);
        return new Refusal(RefusalCode.INTERNAL, "The gateway failed to handle this.", null);
    }
}
