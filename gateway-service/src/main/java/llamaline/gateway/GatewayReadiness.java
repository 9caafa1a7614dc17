package llamaline.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import llamaline.gateway.kafka.GatewayLink;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when requests can be published and their events read; whether a worker lives is no matter.
 */
@Readiness
@ApplicationScoped
class GatewayReadiness implements HealthCheck {
    private final GatewayLink link;

    GatewayReadiness(GatewayLink link) {
        this.link = link;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker")
                .status(link.isReady())
                .withData("state", link.state().name())
                .withData("stalled", link.isStalled())
                .build();
    }
}
