package llamaline.gateway;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import llamaline.gateway.kafka.GatewayLink;
import llamaline.gateway.kafka.GatewayProducer;
import llamaline.gateway.models.Availability;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.stream.SupervisionTimer;
import org.jspecify.annotations.Nullable;

/**
 * Starts what runs beside the HTTP server and stops it in order: first nobody is let in any more,
 * then open calls go on for a while, then what is left ends with an error, while the HTTP server
 * still runs; the broker is left last.
 */
@ApplicationScoped
class GatewayLifecycle {
    private static final Logger LOG = System.getLogger(GatewayLifecycle.class.getName());

    private final GatewayConfig config;
    private final GatewayLink link;
    private final GatewayProducer producer;
    private final PendingRequests pendingRequests;
    private final Availability availability;
    private @Nullable SupervisionTimer timer;

    GatewayLifecycle(
            GatewayConfig config,
            GatewayLink link,
            GatewayProducer producer,
            PendingRequests pendingRequests,
            Availability availability) {
        this.config = config;
        this.link = link;
        this.producer = producer;
        this.pendingRequests = pendingRequests;
        this.availability = availability;
    }

    void start(@Observes StartupEvent event) {
        timer = new SupervisionTimer(pendingRequests, config.supervisionInterval());
        link.open();
    }

    /** The framework waits for open calls after this, for {@code quarkus.shutdown.timeout}. */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.log(Level.INFO, "stopping with {0} calls open", pendingRequests.openCalls());
        availability.close();
        pendingRequests.endWithin(config.shutdownTimeout());
    }

    void stop(@Observes ShutdownEvent event) {
        pendingRequests.endNow();
        if (timer != null) {
            timer.close();
        }
        link.close();
        producer.close();
    }
}
