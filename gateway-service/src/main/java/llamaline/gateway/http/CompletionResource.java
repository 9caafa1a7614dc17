package llamaline.gateway.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.ExecutorListener;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.http.completion.CompletionResponse;
import llamaline.gateway.http.completion.EventStream;
import llamaline.gateway.http.completion.ResponseHead;
import llamaline.gateway.http.completion.ResponseKind;
import llamaline.gateway.http.completion.WholeResponse;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.output.WriteTimeout;
import llamaline.gateway.request.ChatMessages;
import llamaline.gateway.request.Spelling;
import llamaline.gateway.stream.Call;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.validation.CompletionCall;
import llamaline.gateway.validation.RequestValidator;
import llamaline.telemetry.Clocks;

/**
 * Hop 1 of the flow: {@code POST /v1/completions} and {@code POST /v1/chat/completions}. Reads and
 * checks the call, opens it, and hangs up when its caller does.
 */
@ApplicationScoped
class CompletionResource {
    private static final Logger LOG = System.getLogger(CompletionResource.class.getName());
    private static final int ID_BYTES = 16;

    private final Vertx vertx;
    private final JsonCalls calls;
    private final RequestValidator validator;
    private final PendingRequests pendingRequests;
    private final Clocks clocks;
    private final RandomGenerator random;

    CompletionResource(
            Vertx vertx,
            JsonCalls calls,
            RequestValidator validator,
            PendingRequests pendingRequests,
            Clocks clocks,
            RandomGenerator random) {
        this.vertx = vertx;
        this.calls = calls;
        this.validator = validator;
        this.pendingRequests = pendingRequests;
        this.clocks = clocks;
        this.random = random;
    }

    /** Completes prompts. */
    void complete(RoutingContext routing) {
        calls.read(routing, this::completion, (permit, call) -> open(routing, permit, call));
    }

    /** Answers the last message of a chat. */
    void chat(RoutingContext routing) {
        calls.read(routing, this::chat, (permit, call) -> open(routing, permit, call));
    }

    /** Either of the two, by the field that is there: what cloud platforms post to. */
    void invoke(RoutingContext routing) {
        calls.read(
                routing,
                fields -> fields.has(ChatMessages.MESSAGES) ? chat(fields) : completion(fields),
                (permit, call) -> open(routing, permit, call));
    }

    private CompletionCall completion(RequestFields fields) {
        return validator.completion(fields, Spelling.HTTP);
    }

    private CompletionCall chat(RequestFields fields) {
        return validator.chat(fields, Spelling.HTTP);
    }

    private void open(RoutingContext routing, OpenCalls.Permit permit, CompletionCall call) {
        if (routing.response().closed()) {
            return;
        }
        OutputBuffer output = new OutputBuffer(call.requestCount(), permit);
        RouteMeter.model(routing, call.model().name());
        Consumer<List<CallEvent>> sink = sink(routing, call, output);
        Context context = vertx.getOrCreateContext();
        ExecutorListener listener =
                new ExecutorListener(
                        task -> context.runOnContext(_ -> task.run()),
                        events -> {
                            RouteMeter.lookForFailure(routing, events);
                            sink.accept(events);
                        });
        Call opened = pendingRequests.open(call.plan(), listener);
        routing.addEndHandler(_ -> opened.hangUp());
        LOG.log(Level.DEBUG, "call opened, requests={0}", call.requestCount());
    }

    private Consumer<List<CallEvent>> sink(
            RoutingContext routing, CompletionCall call, OutputBuffer output) {
        CompletionResponse json = new CompletionResponse(head(call), call, output);
        if (!call.options().streams()) {
            return new WholeResponse(output, json, routing.response())::accept;
        }
        EventStream stream =
                new EventStream(
                        output,
                        json,
                        call.options(),
                        routing.request(),
                        new WriteTimeout(clocks.nanoTime()));
        stream.keepAlive(vertx);
        return stream::accept;
    }

    private ResponseHead head(CompletionCall call) {
        byte[] digits = new byte[ID_BYTES];
        random.nextBytes(digits);
        String id = ResponseKind.of(call).idPrefix() + HexFormat.of().formatHex(digits);
        long created = clocks.wall().instant().getEpochSecond();
        return ResponseHead.of(id, created, call.model().card());
    }
}
