package llamaline.gateway.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.models.Availability;
import llamaline.gateway.refusal.RefusedException;

/** {@code GET /health}: whether a completion could be answered now. */
@ApplicationScoped
class HealthResource {
    private final Availability availability;

    HealthResource(Availability availability) {
        this.availability = availability;
    }

    void get(RoutingContext routing) {
        try {
            availability.requireService();
            routing.response()
                    .putHeader("content-type", "application/json")
                    .end("{\"status\":\"ok\"}");
        } catch (RefusedException e) {
            ErrorResponse.send(routing.response(), e.refusal());
        }
    }
}
