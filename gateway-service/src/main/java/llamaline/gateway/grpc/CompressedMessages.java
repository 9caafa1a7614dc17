package llamaline.gateway.grpc;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import llamaline.gateway.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Puts an {@link InflatedRequest} before the gRPC server where a call's messages may be compressed:
 * the server itself, and so every interceptor, would see them only when they are inflated, however
 * large that is.
 */
@ApplicationScoped
class CompressedMessages {
    /** After the guard of all routes, before the gRPC server's. */
    private static final int EARLY = -900;

    private static final String LOCAL = InflatedRequest.class.getName();

    private final Limits limits;

    CompressedMessages(Limits limits) {
        this.limits = limits;
    }

    void register(@Observes Router router) {
        router.route().order(EARLY).handler(routing -> wrap(router, routing));
    }

    /** The request of the call that begins on this thread, where its messages are inflated. */
    static @Nullable InflatedRequest ofCurrentCall() {
        return requireNonNull(Vertx.currentContext()).getLocal(LOCAL);
    }

    private void wrap(Router router, RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!isCompressedCall(request) || ofCurrentCall() != null) {
            routing.next();
            return;
        }
        InflatedRequest inflated =
                new InflatedRequest((HttpServerRequestInternal) request, limits.bodyBytes());
        requireNonNull(Vertx.currentContext()).putLocal(LOCAL, inflated);
        router.handle(inflated);
    }

    private static boolean isCompressedCall(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        String encoding = request.getHeader(InflatedRequest.ENCODING);
        return request.version() == HttpVersion.HTTP_2
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/grpc")
                && encoding != null
                && !encoding.equals("identity");
    }
}
