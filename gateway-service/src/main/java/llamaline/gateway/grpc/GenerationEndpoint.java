package llamaline.gateway.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import llamaline.gateway.event.ExecutorListener;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.output.WriteTimeout;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import llamaline.gateway.stream.Call;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.validation.CompletionCall;
import llamaline.gateway.validation.RequestValidator;
import llamaline.telemetry.Clocks;
import llamaline.v1.GenerateRequest;
import llamaline.v1.GenerateResponse;
import llamaline.v1.GenerationServiceGrpc;

/** Hop 1 of the flow, over gRPC: checks the call, opens it, and hangs up when its caller does. */
@GrpcService
class GenerationEndpoint extends GenerationServiceGrpc.GenerationServiceImplBase {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final GrpcCalls calls;
    private final GenerateReader reader;
    private final PendingRequests pendingRequests;
    private final Clocks clocks;

    GenerationEndpoint(
            Vertx vertx,
            GrpcCalls calls,
            RequestValidator validator,
            PendingRequests pendingRequests,
            Clocks clocks) {
        this.vertx = vertx;
        this.calls = calls;
        this.reader = new GenerateReader(validator);
        this.pendingRequests = pendingRequests;
        this.clocks = clocks;
    }

    @Override
    public void generate(GenerateRequest request, StreamObserver<GenerateResponse> observer) {
        calls.answer(
                request,
                observer,
                permit -> {
                    CompletionCall call = reader.read(request);
                    MethodMeter.model(call.model().name());
                    open(call, (ServerCallStreamObserver<GenerateResponse>) observer, permit);
                });
    }

    private void open(
            CompletionCall call,
            ServerCallStreamObserver<GenerateResponse> out,
            OpenCalls.Permit permit) {
        Optional<Duration> limit = CallDeadline.ofCurrentCall();
        if (limit.isPresent() && !limit.get().isPositive()) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.DEADLINE_EXCEEDED, "The deadline is over already.", null));
        }
        GenerateResponseStream stream =
                new GenerateResponseStream(
                        new OutputBuffer(call.requestCount(), permit),
                        call.options().logprobs().alternatives(),
                        out,
                        new WriteTimeout(clocks.nanoTime()));
        out.setOnReadyHandler(stream::write);
        out.setOnCancelHandler(stream::cancel);
        Context context = vertx.getOrCreateContext();
        ExecutorListener listener =
                new ExecutorListener(task -> context.runOnContext(_ -> task.run()), stream::accept);
        Call opened =
                limit.isPresent()
                        ? pendingRequests.open(call.plan(), listener, limit.get())
                        : pendingRequests.open(call.plan(), listener);
        long look = vertx.setPeriodic(LOOK.toMillis(), _ -> stream.giveUpWhereStuck());
        stream.onEnd(() -> {
            opened.hangUp();
            permit.close();
            vertx.cancelTimer(look);
        });
    }
}
