package llamaline.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * Hop 1 of the flow: {@code POST /v1/completions} and {@code POST /v1/chat/completions}. Reads and
 * checks the call, opens it, and hangs up when its caller does.
 */
@ApplicationScoped
class CompletionResource {
    private static final Logger LOG = System.getLogger(CompletionResource.class.getName());
    private static final String JSON = "application/json";

    /** Larger bodies are parsed off the event loop, few at once: a tree takes far more memory. */
    private static final int SMALL_BODY_BYTES = 64 * 1024;

    private static final int LARGE_BODIES_AT_ONCE = 2;
    private static final Duration BODY_LIMIT = Duration.ofSeconds(60);

    private static final int ID_BYTES = 16;

    private final JsonBody json = new JsonBody();
    private final Vertx vertx;
    private final WorkerExecutor largeBodies;
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
        this.largeBodies = vertx.createSharedWorkerExecutor("large-bodies", LARGE_BODIES_AT_ONCE);
        this.gate = gate;
        this.limits = limits;
        this.openCalls = openCalls;
        this.validator = validator;
        this.generations = generations;
        this.clocks = clocks;
        this.random = random;
    }

    /** Goes on after a prompt. */
    void complete(RoutingContext routing) {
        answer(routing, validator::completion);
    }

    /** Answers the last message of a chat. */
    void chat(RoutingContext routing) {
        answer(routing, validator::chat);
    }

    /** Answers one call, now or later; on the event loop of its connection. */
    private void answer(RoutingContext routing, Function<JsonNode, CompletionCall> validation) {
        RequestBody body = new RequestBody(routing.request(), limits.bodyBytes());
        if (!isJson(routing.request())) {
            body.refuse(
                    refusal(
                            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
                            "The Content-Type must be application/json."));
            return;
        }
        Optional<OpenCalls.Place> place = openCalls.take();
        if (place.isEmpty()) {
            body.refuse(
                    refusal(
                            RefusalCode.OVERLOADED,
                            "%d requests are open, which is the limit; try again."
                                    .formatted(limits.openCalls())));
            return;
        }
        routing.addEndHandler(_ -> place.get().close());
        long timer = vertx.setTimer(BODY_LIMIT.toMillis(), _ -> body.refuse(late()));
        routing.addEndHandler(_ -> vertx.cancelTimer(timer));
        body.read(
                place.get(),
                bytes -> {
                    vertx.cancelTimer(timer);
                    check(routing, place.get(), bytes, validation);
                });
    }

    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }

    private void check(
            RoutingContext routing,
            OpenCalls.Place place,
            byte[] body,
            Function<JsonNode, CompletionCall> validation) {
        if (body.length > SMALL_BODY_BYTES) {
            largeBodies
                    .executeBlocking(() -> checked(body, validation), false)
                    .onSuccess(call -> open(routing, place, call))
                    .onFailure(cause -> refuse(routing, cause));
            return;
        }
        try {
            open(routing, place, checked(body, validation));
        } catch (RefusedException e) {
            refuse(routing, e);
        }
    }

    private CompletionCall checked(byte[] body, Function<JsonNode, CompletionCall> validation) {
        gate.requireOpen();
        return validation.apply(json.parse(body));
    }

    private static void refuse(RoutingContext routing, Throwable cause) {
        if (cause instanceof RefusedException refused) {
            ErrorAnswer.send(routing.response(), refused.refusal());
        } else {
            routing.fail(cause);
        }
    }

    private void open(RoutingContext routing, OpenCalls.Place place, CompletionCall call) {
        if (routing.response().closed()) {
            return;
        }
        Answer answer = new Answer(head(call), call, place);
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
        byte[] digits = new byte[ID_BYTES];
        random.nextBytes(digits);
        String id = AnswerKind.of(call).idPrefix() + HexFormat.of().formatHex(digits);
        long created = clocks.wall().instant().getEpochSecond();
        return AnswerHead.of(id, created, call.model().card());
    }

    private static Refusal late() {
        return refusal(
                RefusalCode.BODY_TIMEOUT,
                "The body did not come within %d s.".formatted(BODY_LIMIT.toSeconds()));
    }

    private static Refusal refusal(RefusalCode code, String message) {
        return new Refusal(code, message, null);
    }
}
