package llamaline.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages away from a gateway that is bound to this machine only: a browser here could be
 * told by a foreign page, or by a name that resolves to this machine, to ask in its user's place.
 */
final class LoopbackGuard {
    private static final Set<String> LOCAL = Set.of("localhost", "localhost.", "[::1]", "::1");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final Pattern LOOPBACK =
            Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    private final boolean isLoopback;

    /**
     * Guards a gateway that only this machine reaches; any other it leaves alone.
     *
     * @param boundTo the address that the gateway listens on
     */
    LoopbackGuard(String boundTo) {
        this.isLoopback = isLocalName(boundTo);
    }

    /** Tells whether the request comes from this machine and from no foreign page. */
    boolean admits(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        String host = authority == null ? request.getHeader("host") : authority.host();
        return admits(host, request.getHeader("origin"));
    }

    /** Tells whether a proxy could see another host's request in it (RFC 9112, section 3.2). */
    static boolean hasManyHosts(HttpServerRequest request) {
        return request.headers().getAll("host").size() > 1;
    }

    boolean admits(@Nullable String host, @Nullable String origin) {
        return !isLoopback || (isLocal(host) && isLocalOrigin(origin));
    }

    private static boolean isLocalOrigin(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0
                && SCHEMES.contains(origin.substring(0, scheme))
                && isLocal(origin.substring(scheme + "://".length()));
    }

    /** Browsers always name a host; old clients may not. */
    private static boolean isLocal(@Nullable String authority) {
        if (authority == null) {
            return true;
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        return isLocalName(hasPort ? authority.substring(0, colon) : authority);
    }

    private static boolean isLocalName(String host) {
        return LOCAL.contains(host.toLowerCase(Locale.ROOT)) || LOOPBACK.matcher(host).matches();
    }
}
