package llamaline.gateway;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import llamaline.gateway.kafka.BrokerLink;
import llamaline.gateway.kafka.RequestPublisher;
import llamaline.gateway.models.Availability;
import llamaline.gateway.stream.Generations;
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
    private final BrokerLink link;
    private final RequestPublisher publisher;
    private final Generations generations;
    private final Availability availability;
    private @Nullable SupervisionTimer timer;

    GatewayLifecycle(
            GatewayConfig config,
            BrokerLink link,
            RequestPublisher publisher,
            Generations generations,
            Availability availability) {
        this.config = config;
        this.link = link;
        this.publisher = publisher;
        this.generations = generations;
        this.availability = availability;
    }

    void start(@Observes StartupEvent event) {
        timer = new SupervisionTimer(generations, config.supervisionInterval());
        link.open();
    }

    /** The framework waits for open calls after this, for {@code quarkus.shutdown.timeout}. */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.log(Level.INFO, "stopping with {0} calls open", generations.openCalls());
        availability.close();
        generations.endWithin(config.shutdownTimeout());
    }

    void stop(@Observes ShutdownEvent event) {
        generations.endNow();
        if (timer != null) {
            timer.close();
        }
        link.close();
        publisher.close();
    }
}
