package llamaline.gateway.http;

import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.v1.CancellationReason;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller that goes away stops its work, in whatever state it is. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class HangUpIT {
    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;
    @Inject OpenCalls openCalls;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.infilling("hang-up"));
        client.awaitModel("hang-up");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beforeThePromptIsEncoded(boolean streams) {
        try (RawConnection connection = ask(streams)) {
            GenerationRequest request = pipeline.next();
            connection.hangUp();
            assertCancelled(request);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileItWaitsForAWorker(boolean streams) {
        try (RawConnection connection = ask(streams)) {
            GenerationRequest request = pipeline.nextEncoded();
            connection.hangUp();
            assertCancelled(request);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileAWorkerRunsIt(boolean streams) {
        try (RawConnection connection = ask(streams)) {
            GenerationRequest request = pipeline.nextEncoded();
            pipeline.say(WORKER, Say.tokens(request, 0, DemoTokenizer.continuation(" y")));
            if (streams) {
                connection.readUntil("data: ");
            }
            connection.hangUp();
            assertCancelled(request);
        }
    }

    @Test
    void allChoicesOfTheCallAreCancelled() {
        byte[] body = "{\"prompt\":\"x\",\"n\":3}".getBytes(StandardCharsets.UTF_8);
        try (RawConnection connection = new RawConnection()) {
            connection.post("/v1/completions", body);
            List<GenerationRequest> requests = pipeline.next(3);
            connection.hangUp();
            requests.forEach(this::assertCancelled);
        }
    }

    @Test
    void aBodyThatNeverEndsLeavesNothingOpen() {
        try (RawConnection connection = new RawConnection()) {
            connection.head("/v1/completions", "Content-Length: 100\r\n").write("{");
            Await.until("the call to be open", () -> openCalls.count() == 1);
            connection.hangUp();
            Await.until("the call to be over", () -> openCalls.count() == 0);
        }
    }

    private static RawConnection ask(boolean streams) {
        String body = "{\"prompt\":\"x\",\"stream\":%s}".formatted(streams);
        RawConnection connection = new RawConnection();
        return connection.post("/v1/completions", body.getBytes(StandardCharsets.UTF_8));
    }

    private void assertCancelled(GenerationRequest request) {
        assertEquals(CancellationReason.CALLER_GONE, pipeline.cancellation(request).getReason());
        Await.until("the call to be over", () -> openCalls.count() == 0);
    }
}
