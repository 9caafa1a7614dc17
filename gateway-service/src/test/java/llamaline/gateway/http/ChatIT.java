package llamaline.gateway.http;

import static llamaline.gateway.ScriptedPipeline.TOKENIZER;
import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.BrokerResource;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.WorkerStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats, through a real broker. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class ChatIT {
    private static final String MESSAGES = "'messages':[{'role':'user','content':'Hi'}]";

    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.chatting("talks"));
        client.awaitModel("talks");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/chat/completions", "/invocations"})
    void answersTheLastMessage(String path) {
        var question =
                client.post(
                        path,
                        "{'messages':[{'role':'developer','content':'Be brief.'},{'role':'user','content':[{'type':'text','text':'Hi'}]}]}");
        var answer = CompletableFuture.supplyAsync(() -> client.send(question));
        GenerationRequest request = pipeline.next();
        assertEquals("system", request.getChat().getMessages(0).getRole());
        assertEquals("Hi", request.getChat().getMessages(1).getContent());
        int promptTokens = pipeline.encode(request).size();
        assertFalse(answer.isDone());
        int[] ids = DemoTokenizer.continuation(" Hello");
        pipeline.say(WORKER, Say.tokens(request, 0, ids));
        pipeline.say(
                WORKER,
                Say.tokens(request, ids.length, DemoTokenizer.eos()),
                Say.finished(request, FinishReason.STOP));

        HttpResponse<String> response = GatewayClient.await(answer);
        assertEquals(200, response.statusCode());
        JsonNode json = GatewayClient.json(response);
        assertTrue(json.get("id").textValue().startsWith("chatcmpl-"));
        assertEquals("chat.completion", json.get("object").textValue());
        assertEquals("talks", json.get("model").textValue());
        assertEquals("assistant", json.at("/choices/0/message/role").textValue());
        assertEquals(" Hello", json.at("/choices/0/message/content").textValue());
        assertEquals("stop", json.at("/choices/0/finish_reason").textValue());
        assertEquals(promptTokens, json.at("/usage/prompt_tokens").intValue());
        assertEquals(ids.length + 1, json.at("/usage/completion_tokens").intValue());
    }

    @Test
    void streamsTheRoleThenTheContentThenTheEnd() {
        String text = " s = \"日本é😀\"\n";
        var answer =
                client.chat(
                        "{"
                                + MESSAGES
                                + ",'stream':true,'max_tokens':100,'stream_options':{'include_usage':true}}");
        pipeline.generate(pipeline.nextEncoded(), text);

        List<JsonNode> chunks = events(answer);
        JsonNode usage = chunks.removeLast();
        assertEquals(0, usage.get("choices").size());
        assertEquals(
                DemoTokenizer.continuation(text).length,
                usage.at("/usage/completion_tokens").intValue());
        JsonNode first = chunks.removeFirst().at("/choices/0/delta");
        assertEquals("{\"role\":\"assistant\",\"content\":null}", first.toString());
        JsonNode last = chunks.removeLast().at("/choices/0");
        assertEquals("length", last.get("finish_reason").textValue());
        assertEquals("{}", last.get("delta").toString());
        StringBuilder joined = new StringBuilder();
        for (JsonNode chunk : chunks) {
            JsonNode delta = chunk.at("/choices/0/delta");
            assertEquals(1, delta.size());
            joined.append(delta.get("content").textValue());
            assertTrue(chunk.at("/choices/0/finish_reason").isNull());
            assertEquals(usage.get("id"), chunk.get("id"));
        }
        assertEquals(text, joined.toString());
    }

    @Test
    void theRoleComesWhenThePromptIsEncoded() {
        var chat = client.streamChat("{" + MESSAGES + ",'stream':true}");
        GenerationRequest request = pipeline.nextEncoded();
        try (Events events = new Events(GatewayClient.await(chat).body())) {
            assertEquals("assistant", events.next().at("/choices/0/delta/role").textValue());
            pipeline.generate(request, "y");
            assertEquals("y", events.next().at("/choices/0/delta/content").textValue());
        }
    }

    @Test
    void choicesShareAStreamEachWithItsRoleAndEnd() {
        var answer = client.chat("{" + MESSAGES + ",'stream':true,'n':2}");
        List<GenerationRequest> requests = pipeline.next(2);
        requests.forEach(pipeline::encode);
        pipeline.generate(requests.get(1), " second");
        pipeline.generate(requests.get(0), " first");

        StringBuilder[] texts = {new StringBuilder(), new StringBuilder()};
        int[] roles = new int[2];
        int[] ends = new int[2];
        for (JsonNode chunk : events(answer)) {
            JsonNode choice = chunk.at("/choices/0");
            int index = choice.get("index").intValue();
            if (choice.at("/delta/content").isTextual()) {
                texts[index].append(choice.at("/delta/content").textValue());
            }
            roles[index] += choice.at("/delta").has("role") ? 1 : 0;
            ends[index] += choice.get("finish_reason").isNull() ? 0 : 1;
        }
        assertEquals(" first", texts[0].toString());
        assertEquals(" second", texts[1].toString());
        assertEquals(List.of(1, 1, 1, 1), List.of(roles[0], roles[1], ends[0], ends[1]));
    }

    @Test
    void aStopStringIsNotShown() {
        var answer = client.chat("{" + MESSAGES + ",'stop':'\\n'}");
        GenerationRequest request = pipeline.nextEncoded();
        pipeline.say(WORKER, Say.tokens(request, 0, DemoTokenizer.continuation(" y\n")));
        JsonNode choice = GatewayClient.json(GatewayClient.await(answer)).at("/choices/0");
        assertEquals(" y", choice.at("/message/content").textValue());
        assertEquals("\n", choice.get("stop_reason").textValue());
        assertEquals(CancellationReason.STOP_STRING, pipeline.cancellation(request).getReason());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheTemplateRefusesIsTheCallersErrorWithItsReason(boolean streams) {
        var answer =
                client.chat(
                        "{'messages':[{'role':'assistant','content':'b'}],'stream':"
                                + streams
                                + "}");
        GenerationRequest request = pipeline.next();
        pipeline.say(
                TOKENIZER, Say.failed(request, ErrorCode.INVALID_PROMPT, "roles must alternate"));
        HttpResponse<String> response = GatewayClient.await(answer);
        assertEquals(400, response.statusCode());
        assertEquals(
                "roles must alternate",
                GatewayClient.json(response).at("/error/message").textValue());
    }

    @Test
    void aModelWithoutATemplateIsA400ThatNamesOneThatHasIt() {
        WorkerStatus other = Cards.status("worker-2", pipeline.model());
        try (ScriptedPipeline base = ScriptedPipeline.serving(Cards.infilling("base"))) {
            base.tell(other);
            client.awaitModel("base");
            client.awaitModel(pipeline.model());
            HttpResponse<String> response =
                    GatewayClient.await(client.chat("{'model':'base'," + MESSAGES + "}"));
            assertEquals(400, response.statusCode());
            String message = GatewayClient.json(response).at("/error/message").textValue();
            assertTrue(message.endsWith("Served now: talks."), message);
            base.tell(other.toBuilder().setStopping(true).build());
        }
    }

    @Test
    void badMessagesAreRefusedInOpenAisShape() {
        HttpResponse<String> response =
                GatewayClient.await(client.chat("{'messages':[{'role':'robot'}]}"));
        assertEquals(400, response.statusCode());
        JsonNode error = GatewayClient.json(response).get("error");
        assertEquals("messages[0].role", error.get("param").textValue());
        assertEquals("invalid_request_error", error.get("type").textValue());
        assertEquals(405, client.get("/v1/chat/completions").statusCode());
    }

    private static List<JsonNode> events(CompletableFuture<HttpResponse<String>> answer) {
        byte[] body = GatewayClient.await(answer).body().getBytes(StandardCharsets.UTF_8);
        try (Events events = new Events(new ByteArrayInputStream(body))) {
            return events.rest();
        }
    }
}
