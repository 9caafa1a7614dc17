package llamaline.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.v1.CancellationReason;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many callers who ask for long answers and lose patience, with the gateway's settings as they
 * come.
 */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class AbandonedChatsIT {
    private static final int CALLERS = 200;
    private static final int TOKENS = 10_000;
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final int NEXT_SECONDS = 5;

    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;
    @Inject OpenCalls openCalls;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline =
                ScriptedPipeline.serving(
                        Cards.chatting("patient").toBuilder().setContext(4 * TOKENS).build());
        client.awaitModel("patient");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @Test
    void areNotRefusedAndTheNextOneIsAnsweredSoon() throws Exception {
        String body =
                "{'messages':[{'role':'user','content':'%s'}],'max_tokens':%d,'min_tokens':%d}"
                        .formatted("word ".repeat(TOKENS), TOKENS, TOKENS);
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        try (HttpClient impatient =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest question =
                    HttpRequest.newBuilder(
                                    client.post("/v1/chat/completions", body), (_, _) -> true)
                            .timeout(TIMEOUT)
                            .build();
            for (int i = 0; i < CALLERS; i++) {
                asked.add(impatient.sendAsync(question, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : asked) {
                var failure = assertThrows(ExecutionException.class, answer::get);
                assertInstanceOf(HttpTimeoutException.class, failure.getCause());
            }
        }
        var next =
                client.chat("{'messages':[{'role':'user','content':'Hi'}],'max_tokens':10}")
                        .orTimeout(NEXT_SECONDS, TimeUnit.SECONDS);
        List<GenerationRequest> abandoned = answerTheOneThatIsLeft();

        assertEquals(200, next.get().statusCode());
        for (GenerationRequest request : abandoned) {
            assertEquals(
                    CancellationReason.CALLER_GONE, pipeline.cancellation(request).getReason());
        }
        Await.until("all calls to be over", () -> openCalls.count() == 0);
    }

    /** Gives the others that reached the broker. */
    private List<GenerationRequest> answerTheOneThatIsLeft() {
        List<GenerationRequest> others = new ArrayList<>();
        GenerationRequest request = pipeline.next();
        while (request.getSampling().getMaxNewTokens() == TOKENS) {
            others.add(request);
            request = pipeline.next();
        }
        pipeline.encode(request);
        pipeline.generate(request, "y");
        return others;
    }
}
