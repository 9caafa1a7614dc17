package llamaline.gateway.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import llamaline.gateway.http.response.JsonText;
import llamaline.gateway.limits.OpenCalls;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code GET /version} and {@code GET /load}, as vLLM has them. */
@ApplicationScoped
class ServerResource {
    private final OpenCalls openCalls;
    private final String version;

    ServerResource(
            OpenCalls openCalls,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.openCalls = openCalls;
        this.version = version;
    }

    void version(RoutingContext routing) {
        send(routing, new JsonText().object().key("version").value(version));
    }

    /** Answers with the count of open calls. */
    void load(RoutingContext routing) {
        send(routing, new JsonText().object().key("server_load").value(openCalls.count()));
    }

    private static void send(RoutingContext routing, JsonText json) {
        routing.response()
                .putHeader("content-type", "application/json")
                .end(json.endObject().toString());
    }
}
