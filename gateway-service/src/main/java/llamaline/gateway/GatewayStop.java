package llamaline.gateway;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends the process from within: another gateway has this one's place. */
@ApplicationScoped
class GatewayStop {
    void begin() {
        Quarkus.asyncExit(1);
    }
}
