package llamaline.gateway.grpc;

import io.grpc.netty.NettyServerBuilder;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.server.GrpcServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import llamaline.gateway.limits.Limits;

/** The largest message is the largest body. */
@ApplicationScoped
class MessageLimit implements ServerBuilderCustomizer<NettyServerBuilder> {
    private final Limits limits;

    MessageLimit(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void customize(GrpcServerConfiguration config, GrpcServerOptions options) {
        apply(limits, options);
    }

    static void apply(Limits limits, GrpcServerOptions options) {
        options.setMaxMessageSize(limits.bodyBytes());
    }
}
