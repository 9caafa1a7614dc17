package llamaline.gateway.http;

import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
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
import llamaline.v1.InfillOrder;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.Tokens;
import llamaline.v1.TopLogprob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole answers, through a real broker. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class CompletionIT {
    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.infilling("whole"));
        client.awaitModel("whole");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @Test
    void answersWithTextAndCounts() {
        var answer = client.complete("{'model':'whole','prompt':'def f(x):','max_tokens':9}");
        GenerationRequest request = pipeline.next();
        assertEquals("def f(x):", request.getCompletion().getText());
        assertTrue(request.getCompletion().getParseSpecial());
        int promptTokens = pipeline.encode(request).size();
        assertFalse(answer.isDone());
        pipeline.say(WORKER, Say.admitted(request, 3));
        pipeline.generate(request, " return x\n");

        HttpResponse<String> response = GatewayClient.await(answer);
        assertEquals(200, response.statusCode());
        assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
        JsonNode json = GatewayClient.json(response);
        assertTrue(json.get("id").textValue().startsWith("cmpl-"));
        assertEquals("text_completion", json.get("object").textValue());
        assertTrue(json.get("created").longValue() > 1_700_000_000);
        assertEquals("whole", json.get("model").textValue());
        JsonNode choice = json.get("choices").get(0);
        assertEquals(" return x\n", choice.get("text").textValue());
        assertEquals("length", choice.get("finish_reason").textValue());
        int completionTokens = DemoTokenizer.continuation(" return x\n").length;
        JsonNode usage = json.get("usage");
        assertEquals(promptTokens, usage.get("prompt_tokens").intValue());
        assertEquals(completionTokens, usage.get("completion_tokens").intValue());
        assertEquals(promptTokens + completionTokens, usage.get("total_tokens").intValue());
        assertEquals(3, usage.at("/prompt_tokens_details/cached_tokens").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/completions", "/invocations"})
    void answersWithoutAModelAndWithoutVersion(String path) {
        var request = client.post(path, "{'prompt':'x','model':null}");
        var answer = CompletableFuture.supplyAsync(() -> client.send(request));
        pipeline.generate(pipeline.nextEncoded(), "y");
        assertEquals(
                "whole", GatewayClient.json(GatewayClient.await(answer)).get("model").textValue());
    }

    @Test
    void answersEveryPromptAndChoiceInOrder() {
        var answer = client.complete("{'prompt':['a','b'],'n':2,'seed':5}");
        List<GenerationRequest> requests = pipeline.next(4);
        for (GenerationRequest request : requests.reversed()) {
            pipeline.encode(request);
            pipeline.generate(request, request.getCompletion().getText() + request.getChoice());
        }

        JsonNode choices = GatewayClient.json(GatewayClient.await(answer)).get("choices");
        List<String> texts = new ArrayList<>();
        choices.forEach(choice -> texts.add(choice.get("text").textValue()));
        assertEquals(List.of("a0", "a1", "b2", "b3"), texts);
        assertEquals(3, choices.get(3).get("index").intValue());
    }

    @Test
    void infillsBetweenPromptAndSuffix() {
        var answer = client.complete("{'prompt':'a','suffix':'b','suffix_first':true}");
        GenerationRequest request = pipeline.next();
        assertEquals("a", request.getInfill().getPrefix());
        assertEquals("b", request.getInfill().getSuffix());
        assertEquals(InfillOrder.SUFFIX_PREFIX_MIDDLE, request.getInfill().getOrder());
        pipeline.encode(request);
        pipeline.generate(request, "  middle");
        assertEquals("  middle", text(GatewayClient.await(answer)));
    }

    @Test
    void returnsIdsWhereAsked() {
        var answer = client.complete("{'prompt':[1,300],'return_token_ids':true}");
        GenerationRequest request = pipeline.nextEncoded();
        assertEquals(List.of(1, 300), request.getIds().getIdsList());
        int[] ids = DemoTokenizer.continuation("ab");
        int eos = DemoTokenizer.eos();
        pipeline.say(WORKER, Say.tokens(request, 0, ids));
        pipeline.say(
                WORKER,
                Say.tokens(request, ids.length, eos),
                Say.finished(request, FinishReason.STOP));

        JsonNode choice = GatewayClient.json(GatewayClient.await(answer)).get("choices").get(0);
        assertEquals("ab", choice.get("text").textValue());
        assertEquals("stop", choice.get("finish_reason").textValue());
        assertEquals("[1,300]", choice.get("prompt_token_ids").toString());
        List<Integer> expected = new ArrayList<>(Arrays.stream(ids).boxed().toList());
        expected.add(eos);
        assertEquals(expected.toString().replace(" ", ""), choice.get("token_ids").toString());
    }

    @Test
    void echoesThePromptWithLogprobs() {
        var answer = client.complete("{'prompt':'x','echo':true,'logprobs':1,'max_tokens':1}");
        GenerationRequest request = pipeline.next();
        assertTrue(request.getSampling().getPromptLogprobs());
        List<Integer> ids = pipeline.encode(request);
        int next = DemoTokenizer.continuation("y")[0];
        pipeline.say(WORKER, Say.scored(request, 1, List.of(scores(ids.get(1), -1f))));
        pipeline.say(
                WORKER,
                Say.of(request)
                        .setTokens(Tokens.newBuilder().addIds(next).addLogprobs(scores(next, -2f)))
                        .build(),
                Say.finished(request, FinishReason.LENGTH));

        JsonNode choice = GatewayClient.json(GatewayClient.await(answer)).get("choices").get(0);
        assertEquals("xy", choice.get("text").textValue());
        JsonNode logprobs = choice.get("logprobs");
        assertEquals("[\"\",\"x\",\"y\"]", logprobs.get("tokens").toString());
        assertEquals("[null,-1.0,-2.0]", logprobs.get("token_logprobs").toString());
        assertEquals("[0,0,1]", logprobs.get("text_offset").toString());
        assertTrue(logprobs.get("top_logprobs").get(0).isNull());
    }

    @Test
    void aStopStringEndsTheAnswerAndTheWorker() {
        var answer = client.complete("{'prompt':'x','stop':['\\n','#'],'max_tokens':100}");
        GenerationRequest request = pipeline.nextEncoded();
        int[] ids = DemoTokenizer.continuation(" y\n");
        pipeline.say(WORKER, Say.tokens(request, 0, ids));
        pipeline.say(WORKER, Say.tokens(request, ids.length, ids));

        JsonNode json = GatewayClient.json(GatewayClient.await(answer));
        JsonNode choice = json.get("choices").get(0);
        assertEquals(" y", choice.get("text").textValue());
        assertEquals("stop", choice.get("finish_reason").textValue());
        assertEquals("\n", choice.get("stop_reason").textValue());
        assertEquals(ids.length, json.at("/usage/completion_tokens").intValue());
        assertEquals(CancellationReason.STOP_STRING, pipeline.cancellation(request).getReason());
    }

    @Test
    void aPromptThatCannotBeEncodedIsTheCallersError() {
        var answer = client.complete("{'prompt':['ok','too long']}");
        List<GenerationRequest> requests = pipeline.next(2);
        pipeline.encode(requests.get(0));
        pipeline.say(
                ScriptedPipeline.TOKENIZER,
                Say.failed(requests.get(1), ErrorCode.CONTEXT_LENGTH_EXCEEDED, "Too long."));

        HttpResponse<String> response = GatewayClient.await(answer);
        assertEquals(400, response.statusCode());
        assertEquals("false", response.headers().firstValue("x-should-retry").orElse(""));
        JsonNode error = GatewayClient.json(response).get("error");
        assertEquals("Too long.", error.get("message").textValue());
        assertEquals("context_length_exceeded", error.get("code").textValue());
        assertEquals(
                CancellationReason.CALL_FAILED, pipeline.cancellation(requests.get(0)).getReason());
    }

    private static TokenLogprobs scores(int id, float logprob) {
        return TokenLogprobs.newBuilder()
                .setId(id)
                .setLogprob(logprob)
                .addTop(TopLogprob.newBuilder().setId(id).setLogprob(logprob))
                .build();
    }

    private static String text(HttpResponse<String> response) {
        return GatewayClient.json(response).get("choices").get(0).get("text").textValue();
    }
}
