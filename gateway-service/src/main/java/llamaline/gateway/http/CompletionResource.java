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
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.request.CompletionCall;
import llamaline.gateway.request.RequestValidator;
import llamaline.gateway.stream.Call;
import llamaline.gateway.stream.CallEvent;
import llamaline.gateway.stream.Clocks;
import llamaline.gateway.stream.ExecutorListener;
import llamaline.gateway.stream.Generations;

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
    private final Generations generations;
    private final Clocks clocks;
    private final RandomGenerator random;

    CompletionResource(
            Vertx vertx,
            JsonCalls calls,
            RequestValidator validator,
            Generations generations,
            Clocks clocks,
            RandomGenerator random) {
        this.vertx = vertx;
        this.calls = calls;
        this.validator = validator;
        this.generations = generations;
        this.clocks = clocks;
        this.random = random;
    }

    /** Goes on after a prompt. */
    void complete(RoutingContext routing) {
        calls.read(routing, validator::completion, (permit, call) -> open(routing, permit, call));
    }

    /** Answers the last message of a chat. */
    void chat(RoutingContext routing) {
        calls.read(routing, validator::chat, (permit, call) -> open(routing, permit, call));
    }

    /** Either of the two, by the field that is there: what cloud platforms post to. */
    void invoke(RoutingContext routing) {
        calls.read(
                routing,
                body ->
                        body.hasNonNull("messages")
                                ? validator.chat(body)
                                : validator.completion(body),
                (permit, call) -> open(routing, permit, call));
    }

    private void open(RoutingContext routing, OpenCalls.Permit permit, CompletionCall call) {
        if (routing.response().closed()) {
            return;
        }
        Answer answer = new Answer(head(call), call, permit);
        RouteMeter.model(routing, call.model().name());
        Consumer<List<CallEvent>> sink = sink(routing, call, answer);
        Context context = vertx.getOrCreateContext();
        ExecutorListener listener =
                new ExecutorListener(
                        task -> context.runOnContext(_ -> task.run()),
                        events -> {
                            RouteMeter.lookForFailure(routing, events);
                            sink.accept(events);
                        });
        Call opened = generations.open(call.plan(), listener);
        routing.addEndHandler(_ -> opened.hangUp());
        LOG.log(Level.DEBUG, "call opened, requests={0}", call.prompts().size() * call.n());
    }

    private Consumer<List<CallEvent>> sink(
            RoutingContext routing, CompletionCall call, Answer answer) {
        if (!call.options().streams()) {
            return new WholeAnswer(answer, routing.response())::accept;
        }
        EventStream stream =
                new EventStream(answer, call.options(), routing.request(), clocks.nanoTime());
        stream.keepAlive(vertx);
        return stream::accept;
    }

    private AnswerHead head(CompletionCall call) {
        byte[] digits = new byte[ID_BYTES];
        random.nextBytes(digits);
        String id = AnswerKind.of(call).idPrefix() + HexFormat.of().formatHex(digits);
        long created = clocks.wall().instant().getEpochSecond();
        return AnswerHead.of(id, created, call.model().card());
    }
}
