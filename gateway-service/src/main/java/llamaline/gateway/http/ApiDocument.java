package llamaline.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * {@code GET /openapi.yaml} and {@code GET /q/openapi}: the document of all routes, which is {@code
 * docs/openapi.yaml} of the sources.
 */
@ApplicationScoped
class ApiDocument {
    private final Buffer document = PackagedFile.read("/openapi.yaml");

    void get(RoutingContext routing) {
        routing.response().putHeader("content-type", "application/yaml").end(document.copy());
    }
}
