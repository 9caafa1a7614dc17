package llamaline.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import llamaline.gateway.fields.JsonBody;
import llamaline.gateway.fields.RequestFields;
import llamaline.gateway.fields.ValueFields;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Availability;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;

/**
 * Takes calls whose body is JSON: as many at once as may be, each body within its limits. What is
 * refused is answered here.
 */
@ApplicationScoped
class JsonCalls {
    private static final String JSON = "application/json";

    /**
     * Larger bodies are read off the event loop, in turn: trees and merges take far more memory.
     */
    private static final int SMALL_BODY_BYTES = 64 * 1024;

    private static final int LARGE_BODIES_AT_ONCE = 1;
    private static final Duration BODY_LIMIT = Duration.ofSeconds(60);

    private final JsonBody json = new JsonBody();
    private final Vertx vertx;
    private final WorkerExecutor largeBodies;
    private final Availability availability;
    private final Limits limits;
    private final OpenCalls openCalls;

    JsonCalls(Vertx vertx, Availability availability, Limits limits, OpenCalls openCalls) {
        this.vertx = vertx;
        this.largeBodies = vertx.createSharedWorkerExecutor("large-bodies", LARGE_BODIES_AT_ONCE);
        this.availability = availability;
        this.limits = limits;
        this.openCalls = openCalls;
    }

    /**
     * Takes one call, now or later.
     *
     * @param reader from the body's fields to the call, or a {@link RefusedException}
     * @param onCall is run on the event loop of the connection; its permit is given back at the end
     */
    <T> void read(
            RoutingContext routing,
            Function<RequestFields, T> reader,
            BiConsumer<OpenCalls.Permit, T> onCall) {
        take(routing, new Step<>(reader, onCall, SMALL_BODY_BYTES));
    }

    /** Takes one call, whose work is large whatever its body is, as {@link #read} does. */
    <T> void readAside(
            RoutingContext routing,
            Function<RequestFields, T> reader,
            BiConsumer<OpenCalls.Permit, T> onCall) {
        take(routing, new Step<>(reader, onCall, -1));
    }

    /** Takes one call that is answered at once, with JSON. */
    void answer(RoutingContext routing, Function<RequestFields, String> answer) {
        read(routing, answer, (permit, text) -> send(routing, permit, JSON, Buffer.buffer(text)));
    }

    /** Answers, where all open calls together have room for it. */
    static void send(RoutingContext routing, OpenCalls.Permit permit, String type, Buffer body) {
        if (routing.response().closed()) {
            return;
        }
        if (permit.reserve(body.length())) {
            routing.response().putHeader("content-type", type).end(body);
        } else {
            ErrorResponse.send(routing.response(), Refusal.responsesTooLarge());
        }
    }

    private <T> void take(RoutingContext routing, Step<T> step) {
        RequestBody body = new RequestBody(routing.request(), limits.bodyBytes());
        if (!isJson(routing.request())) {
            body.refuse(
                    refusal(
                            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
                            "The Content-Type must be application/json."));
            return;
        }
        Optional<Refusal> unreadable = BodyEncoding.refusal(routing.request());
        if (unreadable.isPresent()) {
            routing.response().putHeader("accept-encoding", BodyEncoding.IDENTITY);
            body.refuse(unreadable.get());
            return;
        }
        Optional<OpenCalls.Permit> permit = openCalls.take();
        if (permit.isEmpty()) {
            body.refuse(
                    refusal(
                            RefusalCode.OVERLOADED,
                            "%d requests are open, which is the limit; try again."
                                    .formatted(limits.openCalls())));
            return;
        }
        routing.addEndHandler(_ -> permit.get().close());
        long timer = vertx.setTimer(BODY_LIMIT.toMillis(), _ -> body.refuse(late()));
        routing.addEndHandler(_ -> vertx.cancelTimer(timer));
        body.read(
                permit.get(),
                bytes -> {
                    vertx.cancelTimer(timer);
                    check(routing, permit.get(), bytes, step);
                });
    }

    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }

    private <T> void check(
            RoutingContext routing, OpenCalls.Permit permit, byte[] body, Step<T> step) {
        if (body.length > step.smallBytes) {
            largeBodies
                    .executeBlocking(() -> checked(body, step.reader), false)
                    .onSuccess(call -> step.onCall.accept(permit, call))
                    .onFailure(cause -> refuse(routing, cause));
            return;
        }
        try {
            step.onCall.accept(permit, checked(body, step.reader));
        } catch (RuntimeException e) {
            refuse(routing, e);
        }
    }

    private <T> T checked(byte[] body, Function<RequestFields, T> reader) {
        availability.requireReady();
        return reader.apply(ValueFields.ofBody(json.parse(body)));
    }

    private static void refuse(RoutingContext routing, Throwable cause) {
        if (cause instanceof RefusedException refused) {
            ErrorResponse.send(routing.response(), refused.refusal());
        } else {
            routing.fail(cause);
        }
    }

    private static Refusal late() {
        return refusal(
                RefusalCode.BODY_TIMEOUT,
                "The body did not come within %d s.".formatted(BODY_LIMIT.toSeconds()));
    }

    private static Refusal refusal(RefusalCode code, String message) {
        return new Refusal(code, message, null);
    }

    private record Step<T>(
            Function<RequestFields, T> reader,
            BiConsumer<OpenCalls.Permit, T> onCall,
            int smallBytes) {}
}
