package llamaline.gateway;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import llamaline.gateway.kafka.BrokerLink;
import llamaline.gateway.kafka.RequestPublisher;
import llamaline.gateway.stream.Generations;
import llamaline.gateway.stream.SupervisionTimer;
import org.jspecify.annotations.Nullable;

/**
 * Starts what runs beside the HTTP server and stops it at the end. When it stops, the framework has
 * already waited for open calls; what is open still ends with an error.
 */
@ApplicationScoped
class GatewayLifecycle {
    private static final Logger LOG = System.getLogger(GatewayLifecycle.class.getName());

    private final GatewayConfig config;
    private final BrokerLink link;
    private final RequestPublisher publisher;
    private final Generations generations;
    private @Nullable SupervisionTimer timer;

    GatewayLifecycle(
            GatewayConfig config,
            BrokerLink link,
            RequestPublisher publisher,
            Generations generations) {
        this.config = config;
        this.link = link;
        this.publisher = publisher;
        this.generations = generations;
    }

    void start(@Observes StartupEvent event) {
        timer = new SupervisionTimer(generations, config.supervision());
        link.open();
    }

    void stop(@Observes ShutdownEvent event) {
        int open = generations.openCalls();
        if (open > 0) {
            LOG.log(Level.WARNING, "stopping with {0} calls open", open);
            generations.failAll("The gateway stops; ask again.");
        }
        if (timer != null) {
            timer.close();
        }
        link.close();
        publisher.close();
    }
}
