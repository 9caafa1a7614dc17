package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.grpc.server.GrpcServerOptions;
import llamaline.gateway.limits.Limits;
import org.junit.jupiter.api.Test;

class MessageLimitTest {
    @Test
    void followsTheLimitOfBodies() {
        GrpcServerOptions options = new GrpcServerOptions();
        Limits limits = new Limits(123_456, 1, 1, 1, 1, 1, 0);
        MessageLimit.apply(limits, options);
        assertEquals(123_456, options.getMaxMessageSize());
    }
}
