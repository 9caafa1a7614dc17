package llamaline.gateway.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code GET /q/swagger-ui}: Swagger UI, a page that shows {@code /openapi.yaml} and tries it out.
 * Off unless a setting says so: it is for whoever builds on the API, not for a public gateway.
 */
@ApplicationScoped
class ApiPage {
    private static final String PATH = "/q/swagger-ui";
    private static final String FOLDER = "/swagger-ui/";
    private static final Map<String, String> TYPES =
            Map.of(
                    "index.html", "text/html;charset=UTF-8",
                    "swagger-ui-bundle.js", "text/javascript;charset=UTF-8",
                    "swagger-ui.css", "text/css;charset=UTF-8");

    private final boolean isShown;

    ApiPage(@ConfigProperty(name = "llamaline.gateway.swagger-ui") boolean isShown) {
        this.isShown = isShown;
    }

    /** Adds the page's routes, where it is shown. */
    void register(Router router) {
        if (!isShown) {
            return;
        }
        router.route(HttpMethod.GET, PATH).handler(routing -> send(routing, "index.html"));
        TYPES.keySet()
                .forEach(file ->
                        router.route(HttpMethod.GET, PATH + "/" + file)
                                .handler(routing -> send(routing, file)));
    }

    private static void send(RoutingContext routing, String file) {
        routing.response()
                .putHeader("content-type", TYPES.get(file))
                .end(PackagedFile.read(FOLDER + file));
    }
}
