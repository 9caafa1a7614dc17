package llamaline.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.limits.CallMeter;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All routes, with and without {@code /v1}; errors of every kind are JSON. */
@ApplicationScoped
class HttpRoutes {
    private static final Logger LOG = System.getLogger(HttpRoutes.class.getName());
    private static final List<String> ROOTS = List.of("/v1", "");
    private static final int FIRST = -1_000;
    private static final int BAD_REQUEST = 400;

    /** Before whatever the framework says to unknown routes, after all known ones. */
    private static final int LAST = 100_000;

    private final CompletionResource completions;
    private final ModelsResource models;
    private final TokenizerResource tokenizer;
    private final MaskResource masks;
    private final HealthResource health;
    private final ServerResource server;
    private final LoopbackGuard guard;
    private final Limits limits;

    HttpRoutes(
            CompletionResource completions,
            ModelsResource models,
            TokenizerResource tokenizer,
            MaskResource masks,
            HealthResource health,
            ServerResource server,
            Limits limits,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.completions = completions;
        this.models = models;
        this.tokenizer = tokenizer;
        this.masks = masks;
        this.health = health;
        this.server = server;
        this.limits = limits;
        this.guard = new LoopbackGuard(host);
    }

    void register(@Observes Router router, CallMeter meter, ApiDocument document, ApiPage page) {
        router.route().order(FIRST).handler(this::keepOut).failureHandler(this::onFailure);
        Routes routes = new Routes(router, new RouteMeter(meter));
        routes.add(HttpMethod.POST, "/completions", completions::complete);
        routes.add(HttpMethod.POST, "/chat/completions", completions::chat);
        tokenizer.posts().forEach((path, post) -> routes.add(HttpMethod.POST, path, post));
        routes.add(HttpMethod.GET, "/tokenizer/save_vocabulary", tokenizer::saveVocabulary);
        routes.add(HttpMethod.POST, "/attention-mask", masks::draw);
        routes.add(HttpMethod.GET, "/models", models::list);
        routes.add(HttpMethod.GET, "/models/*", this::getModel);
        routes.addOnce(HttpMethod.GET, "/tokenizer_info", tokenizer::info);
        routes.addOnce(HttpMethod.POST, "/invocations", completions::invoke);
        add(router, HttpMethod.GET, "/ping", health::get);
        add(router, HttpMethod.GET, "/health", health::get);
        add(router, HttpMethod.GET, "/version", server::version);
        add(router, HttpMethod.GET, "/load", server::load);
        add(router, HttpMethod.GET, "/openapi.yaml", document::get);
        add(router, HttpMethod.GET, "/q/openapi", document::get);
        page.register(router);
        router.route().order(LAST).handler(this::onUnknown);
    }

    private void getModel(RoutingContext routing) {
        String name = routing.pathParam("*");
        if (name == null || name.isEmpty()) {
            models.list(routing);
        } else {
            models.get(routing, name);
        }
    }

    private void add(
            Router router, HttpMethod method, String path, Handler<RoutingContext> handler) {
        router.route(method, path).handler(handler);
        if (method.equals(HttpMethod.GET)) {
            router.head(path).handler(handler);
        }
        router.route(path).handler(routing -> onOtherMethod(routing, method));
    }

    private void keepOut(RoutingContext routing) {
        if (LoopbackGuard.hasManyHosts(routing.request())) {
            refuse(
                    routing,
                    RefusalCode.INVALID_REQUEST,
                    "The request has more than one Host header; one is allowed.");
        } else if (!guard.admits(routing.request())) {
            refuse(
                    routing,
                    RefusalCode.FOREIGN_ORIGIN,
                    "Requests for another host, or from pages of another origin, are not answered.");
        } else if (RequestBody.hasUnknownCoding(routing.request())) {
            routing.response().putHeader("connection", "close");
            refuse(
                    routing,
                    RefusalCode.INVALID_REQUEST,
                    "The Transfer-Encoding is unknown; 'chunked' is allowed.");
        } else {
            routing.next();
        }
    }

    private void onOtherMethod(RoutingContext routing, HttpMethod allowed) {
        routing.response().putHeader("allow", allowed.name());
        refuse(
                routing,
                RefusalCode.METHOD_NOT_ALLOWED,
                "The method %s is not allowed here; use %s."
                        .formatted(routing.request().method().name(), allowed.name()));
    }

    private void onUnknown(RoutingContext routing) {
        refuse(routing, RefusalCode.ROUTE_NOT_FOUND, "There is no such route.");
    }

    private void onFailure(RoutingContext routing) {
        if (routing.statusCode() == BAD_REQUEST) {
            refuse(routing, RefusalCode.INVALID_REQUEST, "This is not a valid HTTP request.");
            return;
        }
        LOG.log(Level.WARNING, "a request failed inside the gateway", routing.failure());
        ErrorResponse.send(
                routing.response(),
                new Refusal(RefusalCode.INTERNAL, "The gateway failed to handle this.", null));
    }

    private void refuse(RoutingContext routing, RefusalCode code, String message) {
        new RequestBody(routing.request(), limits.bodyBytes())
                .refuse(new Refusal(code, message, null));
    }

    /** Calls to these are metered, under the same name at each root. */
    private final class Routes {
        private final Router router;
        private final RouteMeter meter;

        Routes(Router router, RouteMeter meter) {
            this.router = router;
            this.meter = meter;
        }

        void add(HttpMethod method, String path, Handler<RoutingContext> handler) {
            Handler<RoutingContext> metered = meter.metered(ROOTS.getFirst() + path, handler);
            ROOTS.forEach(root -> HttpRoutes.this.add(router, method, root + path, metered));
        }

        void addOnce(HttpMethod method, String path, Handler<RoutingContext> handler) {
            HttpRoutes.this.add(router, method, path, meter.metered(path, handler));
        }
    }
}
