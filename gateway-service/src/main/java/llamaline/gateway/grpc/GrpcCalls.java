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
import llamaline.gateway.admission.Gate;
import llamaline.gateway.admission.Limits;
import llamaline.gateway.admission.OpenCalls;
import llamaline.gateway.admission.Refusal;
import llamaline.gateway.admission.RefusalCode;
import llamaline.gateway.admission.RefusedException;

/** Takes calls: as many at once as may be, over HTTP and gRPC together. */
@ApplicationScoped
class GrpcCalls {
    private static final Logger LOG = System.getLogger(GrpcCalls.class.getName());

    /** Larger requests are answered off the event loop, in turn with HTTP's. */
    private static final int SMALL_BYTES = 64 * 1024;

    private static final int LARGE_AT_ONCE = 1;

    private final WorkerExecutor largeBodies;
    private final Gate gate;
    private final Limits limits;
    private final OpenCalls openCalls;

    GrpcCalls(Vertx vertx, Gate gate, Limits limits, OpenCalls openCalls) {
        this.largeBodies = vertx.createSharedWorkerExecutor("large-bodies", LARGE_AT_ONCE);
        this.gate = gate;
        this.limits = limits;
        this.openCalls = openCalls;
    }

    /**
     * Takes a call whose answer comes by and by.
     *
     * @param onPlace answers it and closes the place, or throws
     */
    <R> void answer(Message request, StreamObserver<R> out, Consumer<OpenCalls.Place> onPlace) {
        OpenCalls.Place place = null;
        try {
            place = take(request);
            onPlace.accept(place);
        } catch (RuntimeException e) {
            if (place != null) {
                place.close();
            }
            out.onError(GrpcErrors.of(refusal(e)));
        }
    }

    /** Takes a call that is answered at once. */
    <R extends Message> void answer(Message request, StreamObserver<R> out, Supplier<R> answer) {
        answer(
                request,
                out,
                place -> {
                    if (request.getSerializedSize() <= SMALL_BYTES) {
                        send(out, place, answer.get());
                        return;
                    }
                    largeBodies
                            .executeBlocking(answer::get, false)
                            .onSuccess(response -> send(out, place, response))
                            .onFailure(cause -> {
                                place.close();
                                out.onError(GrpcErrors.of(refusal(cause)));
                            });
                });
    }

    private OpenCalls.Place take(Message request) {
        gate.requireOpen();
        OpenCalls.Place place =
                openCalls
                        .take()
                        .orElseThrow(() ->
                                overloaded(
                                        "%d requests are open, which is the limit; try again."
                                                .formatted(limits.openCalls())));
        if (!place.reserve(request.getSerializedSize())) {
            place.close();
            throw overloaded("The open requests are too large together; try again.");
        }
        return place;
    }

    private static <R> void send(StreamObserver<R> out, OpenCalls.Place place, R response) {
        place.close();
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
