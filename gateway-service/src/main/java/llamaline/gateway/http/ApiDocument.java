package llamaline.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * {@code GET /openapi.yaml} and {@code GET /q/openapi}: the document of all routes, which is {@code
 * docs/openapi.yaml} of the sources.
 */
@ApplicationScoped
class ApiDocument {
    private static final String FILE = "/openapi.yaml";

    private final Buffer document = Buffer.buffer(read());

    void get(RoutingContext routing) {
        routing.response().putHeader("content-type", "application/yaml").end(document.copy());
    }

    private static byte[] read() {
        try (InputStream in = ApiDocument.class.getResourceAsStream(FILE)) {
            return Objects.requireNonNull(in, FILE).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
