package llamaline.gateway;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends the process from within: its index is another gateway's by now, or a reader broke. */
@ApplicationScoped
class GatewayStop {
    void begin() {
        Quarkus.asyncExit(1);
    }
}
