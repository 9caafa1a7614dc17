package llamaline.gateway.http;

import static llamaline.gateway.ScriptedPipeline.TOKENIZER;
import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.BrokerResource;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers as server-sent events. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class StreamIT {
    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.infilling("streams"));
        client.awaitModel("streams");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @Test
    void sendsTheStatusWhenThePromptIsEncodedAndEachTokenAsItComes() {
        var answer = client.stream("{'prompt':'x','stream':true}");
        GenerationRequest request = pipeline.next();
        assertFalse(answer.isDone());
        pipeline.encode(request);
        HttpResponse<InputStream> response = GatewayClient.await(answer);
        assertEquals(200, response.statusCode());
        assertTrue(
                response.headers()
                        .firstValue("content-type")
                        .orElse("")
                        .startsWith("text/event-stream"));
        int[] ids = DemoTokenizer.continuation(" y z\n");
        try (Events events = new Events(response.body())) {
            List<String> chunkIds = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < ids.length; i++) {
                pipeline.say(WORKER, Say.tokens(request, i, ids[i]));
                JsonNode chunk = events.next();
                chunkIds.add(chunk.get("id").textValue());
                JsonNode choice = chunk.get("choices").get(0);
                text.append(choice.get("text").textValue());
                assertTrue(choice.get("finish_reason").isNull());
                assertFalse(chunk.has("usage"));
            }
            assertEquals(" y z\n", text.toString());
            assertEquals(1, chunkIds.stream().distinct().count());
            pipeline.say(WORKER, Say.finished(request, FinishReason.STOP));
            JsonNode last = events.rest().getLast().get("choices").get(0);
            assertEquals("", last.get("text").textValue());
            assertEquals("stop", last.get("finish_reason").textValue());
        }
    }

    @Test
    void joinsToTheWholeTextWithCharactersOfSeveralTokens() {
        String text = "  s = \"日本é😀\"\n# data: x";
        var answer =
                client.stream(
                        "{'prompt':'x','stream':true,'return_token_ids':true,'max_tokens':100}");
        GenerationRequest request = pipeline.nextEncoded();
        pipeline.generate(request, text);
        try (Events events = new Events(GatewayClient.await(answer).body())) {
            List<JsonNode> chunks = events.rest();
            StringBuilder joined = new StringBuilder();
            List<Integer> ids = new ArrayList<>();
            for (JsonNode chunk : chunks) {
                JsonNode choice = chunk.get("choices").get(0);
                assertTrue(choice.get("text").isTextual());
                joined.append(choice.get("text").textValue());
                choice.get("token_ids").forEach(id -> ids.add(id.intValue()));
            }
            assertEquals(text, joined.toString());
            assertEquals(List.of(ids.toArray()), boxed(DemoTokenizer.continuation(text)));
            assertTrue(chunks.getFirst().get("choices").get(0).has("prompt_token_ids"));
            assertEquals(
                    1,
                    chunks.stream()
                            .filter(chunk -> chunk.at("/choices/0").has("prompt_token_ids"))
                            .count());
        }
    }

    @Test
    void sendsCountsInAChunkOfTheirOwnWhereAsked() {
        var answer =
                client.stream(
                        "{'prompt':'x','stream':true,'stream_options':{'include_usage':true}}");
        pipeline.generate(pipeline.nextEncoded(), " y");
        try (Events events = new Events(GatewayClient.await(answer).body())) {
            List<JsonNode> chunks = events.rest();
            JsonNode counts = chunks.removeLast();
            assertEquals(0, counts.get("choices").size());
            assertEquals(
                    DemoTokenizer.continuation(" y").length,
                    counts.at("/usage/completion_tokens").intValue());
            chunks.forEach(chunk -> assertTrue(chunk.get("usage").isNull()));
            assertEquals("length", chunks.getLast().at("/choices/0/finish_reason").textValue());
        }
    }

    @Test
    void countsGrowWithEveryChunkWhereAsked() {
        var answer =
                client.stream(
                        "{'prompt':'x','stream':true,'stream_options':{'include_usage':true,'continuous_usage_stats':true}}");
        pipeline.generate(pipeline.nextEncoded(), " return y\n");
        try (Events events = new Events(GatewayClient.await(answer).body())) {
            int last = 0;
            for (JsonNode chunk : events.rest()) {
                int count = chunk.at("/usage/completion_tokens").intValue();
                boolean isLast = chunk.get("choices").isEmpty();
                assertTrue(isLast ? count == last : count > last, chunk.toString());
                last = count;
            }
        }
    }

    @Test
    void choicesShareAStreamEachWithOneEnd() {
        var answer = client.stream("{'prompt':'x','stream':true,'n':2}");
        List<GenerationRequest> requests = pipeline.next(2);
        requests.forEach(pipeline::encode);
        pipeline.generate(requests.get(1), " second");
        pipeline.generate(requests.get(0), " first");
        try (Events events = new Events(GatewayClient.await(answer).body())) {
            StringBuilder[] texts = {new StringBuilder(), new StringBuilder()};
            int[] ends = new int[2];
            for (JsonNode chunk : events.rest()) {
                JsonNode choice = chunk.get("choices").get(0);
                int index = choice.get("index").intValue();
                texts[index].append(choice.get("text").textValue());
                ends[index] += choice.get("finish_reason").isNull() ? 0 : 1;
            }
            assertEquals(" first", texts[0].toString());
            assertEquals(" second", texts[1].toString());
            assertEquals(List.of(1, 1), boxed(ends));
        }
    }

    @Test
    void aPromptThatCannotBeEncodedIsAnErrorWithItsStatus() {
        var answer = client.stream("{'prompt':'x','stream':true}");
        GenerationRequest request = pipeline.next();
        pipeline.say(TOKENIZER, Say.failed(request, ErrorCode.INVALID_PROMPT, "No."));
        assertEquals(400, GatewayClient.await(answer).statusCode());
    }

    @Test
    void anErrorInTheMiddleIsAnEventWithErrorAndChoices() {
        var answer = client.stream("{'prompt':'x','stream':true}");
        GenerationRequest request = pipeline.nextEncoded();
        int id = DemoTokenizer.continuation("y")[0];
        pipeline.say(WORKER, Say.tokens(request, 0, id));
        try (Events events = new Events(GatewayClient.await(answer).body())) {
            assertEquals("y", events.next().at("/choices/0/text").textValue());
            pipeline.say(WORKER, Say.failed(request, ErrorCode.INTERNAL, "The engine failed."));

            JsonNode error = events.next();
            assertEquals("The engine failed.", error.at("/error/message").textValue());
            assertEquals("server_error", error.at("/error/type").textValue());
            assertTrue(error.get("choices").isArray() && error.get("choices").isEmpty());
            assertNull(events.nextData());
        }
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
