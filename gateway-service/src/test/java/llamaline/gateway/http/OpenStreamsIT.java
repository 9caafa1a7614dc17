package llamaline.gateway.http;

import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.BrokerResource;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many callers, and callers that do not read. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class OpenStreamsIT {
    private static final int TOKENS = 100_000;
    private static final int TOKENS_IN_A_RECORD = 500;
    private static final Pattern TEXT = Pattern.compile("\"text\":\"(y*)\"");

    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline =
                ScriptedPipeline.serving(
                        Cards.infilling("busy").toBuilder().setContext(2 * TOKENS).build());
        client.awaitModel("busy");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @Test
    void oneMoreThanTheLimitIsRefusedAtOnceAndAPlaceThatIsLeftIsTaken() {
        List<CompletableFuture<HttpResponse<InputStream>>> open = new ArrayList<>();
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < GatewayProfile.OPEN_STREAMS; i++) {
            open.add(client.stream("{'prompt':'x','stream':true}"));
            requests.add(pipeline.nextEncoded());
        }

        HttpResponse<String> refused = GatewayClient.await(client.complete("{'prompt':'x'}"));
        assertEquals(503, refused.statusCode());
        assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
        JsonNode error = GatewayClient.json(refused).get("error");
        assertEquals("overloaded", error.get("code").textValue());
        assertEquals(
                "16 requests are open, which is the limit; try again.",
                error.get("message").textValue());

        requests.forEach(request -> pipeline.generate(request, "y"));
        open.forEach(answer -> new Events(GatewayClient.await(answer).body()).rest());
        var next = client.complete("{'prompt':'x'}");
        pipeline.generate(pipeline.nextEncoded(), "y");
        assertEquals(200, GatewayClient.await(next).statusCode());
    }

    @Test
    void aCallerThatReadsSlowlyGetsAllOfItInFewerChunks() {
        String body = "{\"prompt\":\"x\",\"stream\":true,\"max_tokens\":" + TOKENS + "}";
        int[] ids = new int[TOKENS_IN_A_RECORD];
        Arrays.fill(ids, DemoTokenizer.continuation("y")[0]);
        try (RawConnection slow = RawConnection.slow()) {
            slow.post("/v1/completions", body.getBytes(StandardCharsets.UTF_8));
            GenerationRequest request = pipeline.nextEncoded();
            for (int at = 0; at < TOKENS; at += ids.length) {
                pipeline.say(WORKER, Say.tokens(request, at, ids));
            }
            pipeline.say(WORKER, Say.finished(request, FinishReason.LENGTH));
            // Everything has been heard once this, which comes after it, is answered.
            var other = client.complete("{'prompt':'x'}");
            pipeline.generate(pipeline.nextEncoded(), "z");
            GatewayClient.await(other);

            String answer = slow.readUntil("data: [DONE]\n\n");

            List<String> texts =
                    TEXT.matcher(answer).results().map(chunk -> chunk.group(1)).toList();
            assertEquals(TOKENS, texts.stream().mapToInt(String::length).sum());
            assertTrue(texts.size() < TOKENS / TOKENS_IN_A_RECORD, texts.size() + " chunks");
        }
    }
}
