package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.UUID;
import llamaline.contract.TraceContext;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.TracedProfile;
import llamaline.gateway.http.GatewayClient;
import llamaline.gateway.models.Cards;
import llamaline.testkit.BrokerResource;
import llamaline.v1.GenerateRequest;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.Test;

/** A caller's trace goes on in the request's record; HTTP's is looked at from end to end. */
@QuarkusTest
@TestProfile(TracedProfile.class)
@WithTestResource(BrokerResource.class)
class TracedCallIT {
    private static final Metadata.Key<String> PARENT =
            Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    @Test
    void overGrpc() {
        String model = "traced-" + UUID.randomUUID();
        try (GatewayClient http = new GatewayClient();
                GrpcClient client = new GrpcClient();
                ScriptedPipeline pipeline = ScriptedPipeline.serving(Cards.infilling(model))) {
            http.awaitReady();
            http.awaitModel(model);
            Metadata headers = new Metadata();
            headers.put(PARENT, "00-%s-%s-01".formatted(TRACE, CALLER));
            Received received = new Received();
            client.generation()
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .generate(
                            GenerateRequest.newBuilder()
                                    .setModel(model)
                                    .setPrompt("def f(x):")
                                    .setMaxTokens(9)
                                    .build(),
                            received);
            GenerationRequest request = pipeline.nextEncoded();
            pipeline.generate(request, " return x\n");
            received.awaitEnd();

            TraceContext trace = pipeline.trace(request);
            assertTrue(trace.parent().startsWith("00-" + TRACE + "-"), trace.parent());
            assertEquals(-1, trace.parent().indexOf(CALLER), "its span is between");
        }
    }
}
