package llamaline.gateway.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import llamaline.gateway.admission.Gate;
import llamaline.gateway.admission.RefusedException;

/** {@code GET /health}: whether a completion could be answered now. */
@ApplicationScoped
class HealthResource {
    private final Gate gate;

    HealthResource(Gate gate) {
        this.gate = gate;
    }

    void get(RoutingContext routing) {
        try {
            gate.requireService();
            routing.response()
                    .putHeader("content-type", "application/json")
                    .end("{\"status\":\"ok\"}");
        } catch (RefusedException e) {
            ErrorAnswer.send(routing.response(), e.refusal());
        }
    }
}
