package llamaline.gateway.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.limits.CallMeter;
import llamaline.gateway.limits.CallMeter.Metered;
import llamaline.gateway.limits.CallMeter.Outcome;
import llamaline.gateway.refusal.Refusal;

/** Tells a meter of the calls to routes, from the head of a request to the end of its answer. */
final class RouteMeter {
    private static final String KEY = RouteMeter.class.getName();

    private final CallMeter meter;

    RouteMeter(CallMeter meter) {
        this.meter = meter;
    }

    /** A handler whose calls are told. */
    Handler<RoutingContext> metered(String route, Handler<RoutingContext> handler) {
        return routing -> {
            Metered call = meter.begin(route);
            routing.put(KEY, call);
            routing.addEndHandler(end -> call.end(outcome(routing, end)));
            handler.handle(routing);
        };
    }

    /** The call is for that model. */
    static void model(RoutingContext routing, String name) {
        of(routing).model(name);
    }

    /** Notes a failure in the middle of an answer, whose status no longer tells it. */
    static void lookForFailure(RoutingContext routing, List<CallEvent> events) {
        if (events.getLast() instanceof CallEvent.Failed(var failure)) {
            of(routing).failed(Refusal.of(failure).code());
        }
    }

    private static Metered of(RoutingContext routing) {
        return Objects.requireNonNull(routing.<Metered>get(KEY));
    }

    private static Outcome outcome(RoutingContext routing, AsyncResult<Void> end) {
        if (end.failed()) {
            return Outcome.CANCELLED;
        }
        int status = routing.response().getStatusCode();
        return switch (status) {
            case 503 -> Outcome.UNAVAILABLE;
            case 504 -> Outcome.DEADLINE;
            default -> status < 400 ? Outcome.OK : status < 500 ? Outcome.INVALID : Outcome.ERROR;
        };
    }
}
