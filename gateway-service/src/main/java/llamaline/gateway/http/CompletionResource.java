package llamaline.gateway.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import llamaline.gateway.admission.CompletionCall;
import llamaline.gateway.admission.Gate;
import llamaline.gateway.admission.Limits;
import llamaline.gateway.admission.OpenCalls;
import llamaline.gateway.admission.Refusal;
import llamaline.gateway.admission.RefusalCode;
import llamaline.gateway.admission.RefusedException;
import llamaline.gateway.admission.RequestValidator;
import llamaline.gateway.stream.Call;
import llamaline.gateway.stream.CallEvent;
import llamaline.gateway.stream.Clocks;
import llamaline.gateway.stream.Generations;

/**
 * Hop 1 of the flow: {@code POST /v1/completions}. Reads and checks the call, opens it, and hangs
 * up when its caller does.
 */
@ApplicationScoped
class CompletionResource {
    private static final Logger LOG = System.getLogger(CompletionResource.class.getName());
    private static final String JSON = "application/json";

    /** Larger bodies are parsed off the event loop. */
    private static final int SMALL_BODY_BYTES = 64 * 1024;

    private static final int ID_BYTES = 16;

    private final JsonBody json = new JsonBody();
    private final Vertx vertx;
    private final Gate gate;
    private final Limits limits;
    private final OpenCalls openCalls;
    private final RequestValidator validator;
    private final Generations generations;
    private final Clocks clocks;
    private final RandomGenerator random;

    CompletionResource(
            Vertx vertx,
            Gate gate,
            Limits limits,
            OpenCalls openCalls,
            RequestValidator validator,
            Generations generations,
            Clocks clocks,
            RandomGenerator random) {
        this.vertx = vertx;
        this.gate = gate;
        this.limits = limits;
        this.openCalls = openCalls;
        this.validator = validator;
        this.generations = generations;
        this.clocks = clocks;
        this.random = random;
    }

    /** Answers one call, now or later; on the event loop of its connection. */
    void complete(RoutingContext routing) {
        RequestBody body = new RequestBody(routing.request(), limits.bodyBytes());
        if (!isJson(routing.request())) {
            body.refuse(
                    new Refusal(
                            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
                            "The Content-Type must be application/json.",
                            null));
            return;
        }
        Optional<OpenCalls.Place> place = openCalls.take();
        if (place.isEmpty()) {
            body.refuse(
                    new Refusal(
                            RefusalCode.OVERLOADED,
                            "%d requests are open, which is the limit; try again."
                                    .formatted(limits.openCalls()),
                            null));
            return;
        }
        routing.addEndHandler(_ -> place.get().close());
        body.read(place.get(), bytes -> check(routing, bytes));
    }

    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }

    private void check(RoutingContext routing, Buffer body) {
        if (body.length() <= SMALL_BODY_BYTES) {
            checked(routing, body).ifPresent(call -> open(routing, call));
            return;
        }
        vertx.executeBlocking(() -> checked(routing, body), false)
                .onSuccess(call -> call.ifPresent(valid -> open(routing, valid)))
                .onFailure(routing::fail);
    }

    /** The valid call, or empty where the caller was told what is wrong. */
    private Optional<CompletionCall> checked(RoutingContext routing, Buffer body) {
        try {
            gate.requireOpen();
            return Optional.of(validator.completion(json.parse(body.getBytes())));
        } catch (RefusedException e) {
            ErrorAnswer.send(routing.response(), e.refusal());
            return Optional.empty();
        }
    }

    private void open(RoutingContext routing, CompletionCall call) {
        if (routing.response().closed()) {
            return;
        }
        Answer answer = new Answer(head(call), call);
        Consumer<List<CallEvent>> sink = sink(routing, call, answer);
        Context context = vertx.getOrCreateContext();
        Call opened = generations.open(call.plan(), new ContextListener(context, sink));
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
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        long created = clocks.wall().instant().getEpochSecond();
        return AnswerHead.of("cmpl-" + HexFormat.of().formatHex(id), created, call.model().card());
    }
}
