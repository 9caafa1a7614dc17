package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.UUID;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.http.GatewayClient;
import llamaline.gateway.http.GatewayProfile;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.Scrape;
import llamaline.v1.GenerateRequest;
import org.junit.jupiter.api.Test;

/** Calls over gRPC in the meters that HTTP's are in. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class GrpcMetricsIT {
    private static final String ROUTE = "llamaline.v1.GenerationService/Generate";

    private static double requests(String model, String outcome) {
        URI metrics = URI.create("http://localhost:%d/q/metrics".formatted(GatewayClient.port()));
        return Scrape.at(metrics)
                .value(
                        "llamaline_gateway_calls_total",
                        "route",
                        ROUTE,
                        "model",
                        model,
                        "outcome",
                        outcome);
    }

    @Test
    void countsAnswersRefusalsAndHangUps() {
        String model = "metered-" + UUID.randomUUID();
        var prompt = GenerateRequest.newBuilder().setModel(model).setPrompt("def f(x):");
        double refused = requests("none", "invalid");
        try (GatewayClient http = new GatewayClient();
                GrpcClient client = new GrpcClient();
                ScriptedPipeline pipeline = ScriptedPipeline.serving(Cards.infilling(model))) {
            http.awaitReady();
            http.awaitModel(model);
            Received answered = client.generate(prompt.setMaxTokens(9));
            pipeline.generate(pipeline.nextEncoded(), " return x\n");
            answered.awaitEnd();
            assertEquals(1, requests(model, "ok"));

            client.generate(prompt.clone().setModel("nobody-has-it")).awaitFailure();
            assertEquals(refused + 1, requests("none", "invalid"));

            Received hungUp = client.generate(prompt);
            pipeline.next();
            hungUp.cancel();
            Await.until("the hang-up is counted", () -> requests(model, "cancelled") == 1);
        }
    }
}
