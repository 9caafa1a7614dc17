package llamaline.gateway.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time that a caller waits: the header that the server itself does not look at.
 *
 * <p>Source: grpc, doc/PROTOCOL-HTTP2.md (Timeout).
 */
@GlobalInterceptor
@ApplicationScoped
class CallDeadline implements ServerInterceptor {
    private static final Context.Key<Duration> LIMIT = Context.key("llamaline.call.limit");
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,8})([HMSmun])");

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Context context =
                parse(headers.get(HEADER))
                        .map(limit -> Context.current().withValue(LIMIT, limit))
                        .orElseGet(Context::current);
        return Contexts.interceptCall(context, call, headers, next);
    }

    /** The deadline of the call that runs on this thread. */
    static Optional<Duration> ofCurrentCall() {
        return Optional.ofNullable(LIMIT.get());
    }

    static Optional<Duration> parse(@Nullable String timeout) {
        if (timeout == null) {
            return Optional.empty();
        }
        Matcher matcher = TIMEOUT.matcher(timeout);
        return matcher.matches()
                ? Optional.of(of(Long.parseLong(matcher.group(1)), matcher.group(2).charAt(0)))
                : Optional.empty();
    }

    private static Duration of(long count, char unit) {
        return switch (unit) {
            case 'H' -> Duration.ofHours(count);
            case 'M' -> Duration.ofMinutes(count);
            case 'S' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMillis(count);
            case 'u' -> Duration.ofNanos(1_000 * count);
            default -> Duration.ofNanos(count);
        };
    }
}
