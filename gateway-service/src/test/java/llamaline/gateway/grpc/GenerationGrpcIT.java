package llamaline.gateway.grpc;

import static llamaline.gateway.ScriptedPipeline.TOKENIZER;
import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.http.GatewayClient;
import llamaline.gateway.http.GatewayProfile;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.PendingRequests;
import llamaline.gateway.stream.Say;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.v1.CancellationReason;
import llamaline.v1.ChatMessage;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerateRequest;
import llamaline.v1.GenerateResponse;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.Tokens;
import llamaline.v1.TopLogprob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generation over gRPC, through a real broker, with a plain client. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class GenerationGrpcIT {
    private GrpcClient client;
    private ScriptedPipeline pipeline;
    @Inject OpenCalls openCalls;
    @Inject PendingRequests pendingRequests;

    @BeforeEach
    void serve() {
        try (GatewayClient http = new GatewayClient()) {
            http.awaitReady();
            pipeline = ScriptedPipeline.serving(Cards.infilling("grpc"));
            http.awaitModel("grpc");
        }
        client = new GrpcClient();
    }

    @AfterEach
    void close() {
        client.close();
        pipeline.close();
        Await.until("all calls to be over", () -> openCalls.count() == 0);
    }

    @Test
    void streamsTextIdsAndCounts() {
        Received received = client.generate(prompt("def f(x):").setMaxTokens(9));
        GenerationRequest request = pipeline.next();
        List<Integer> promptIds = pipeline.encode(request);
        pipeline.say(WORKER, Say.admitted(request, 3));
        Await.until("the prompt's ids", () -> !received.parts().isEmpty());
        pipeline.generate(request, " return x\n");

        List<GenerateResponse> parts = received.awaitEnd();
        assertEquals(promptIds, parts.getFirst().getPromptIdsList());
        assertEquals(" return x\n", Received.text(parts));
        int[] ids = DemoTokenizer.continuation(" return x\n");
        assertEquals(Arrays.stream(ids).boxed().toList(), Received.ids(parts));
        GenerateResponse.End end = parts.getLast().getEnd();
        assertEquals(FinishReason.LENGTH, end.getReason());
        assertEquals(promptIds.size(), end.getPromptTokens());
        assertEquals(ids.length, end.getCompletionTokens());
        assertEquals(3, end.getCachedTokens());
        assertFalse(end.hasStopString());
        assertEquals(9, request.getSampling().getMaxNewTokens());
    }

    @Test
    void answersSeveralTimesAndStopsAtAString() {
        Received received = client.generate(prompt("x").setN(2).addStop("\n").setSeed(5));
        for (GenerationRequest request : pipeline.next(2)) {
            assertEquals(5, request.getSampling().getSeed());
            pipeline.encode(request);
            pipeline.say(WORKER, Say.tokens(request, 0, DemoTokenizer.continuation(" y\n")));
        }

        List<GenerateResponse> parts = received.awaitEnd();
        for (int index = 0; index < 2; index++) {
            int wanted = index;
            List<GenerateResponse> own =
                    parts.stream().filter(part -> part.getIndex() == wanted).toList();
            assertEquals(" y", Received.text(own));
            assertEquals("\n", own.getLast().getEnd().getStopString());
        }
    }

    @Test
    void infillsChatsAndTakesIds() {
        client.generate(prompt("a").setSuffix("b").setSuffixFirst(true));
        assertEquals("b", pipeline.next().getInfill().getSuffix());
        client.generate(GenerateRequest.newBuilder().addPromptIds(1).addPromptIds(300));
        assertEquals(List.of(1, 300), pipeline.next().getIds().getIdsList());
        client.close();

        client = new GrpcClient();
        try (ScriptedPipeline chat = ScriptedPipeline.serving(Cards.chatting("grpc-chat"));
                GatewayClient http = new GatewayClient()) {
            http.awaitModel("grpc-chat");
            Received received =
                    client.generate(
                            GenerateRequest.newBuilder()
                                    .setModel("grpc-chat")
                                    .setLogprobs(0)
                                    .addMessages(
                                            ChatMessage.newBuilder()
                                                    .setRole("user")
                                                    .setContent("hi")));
            GenerationRequest request = chat.nextEncoded();
            assertEquals("hi", request.getChat().getMessages(0).getContent());
            assertTrue(request.getSampling().hasLogprobs());
            int id = DemoTokenizer.continuation("y")[0];
            chat.say(
                    WORKER,
                    Say.of(request)
                            .setTokens(
                                    Tokens.newBuilder()
                                            .addIds(id)
                                            .addLogprobs(
                                                    TokenLogprobs.newBuilder()
                                                            .setId(id)
                                                            .setLogprob(-1f)))
                            .build(),
                    Say.finished(request, FinishReason.STOP));
            GenerateResponse last = received.awaitEnd().getLast();
            assertEquals(-1f, last.getLogprobs(0).getLogprob());
            assertEquals(FinishReason.STOP, last.getEnd().getReason());
        }
    }

    @Test
    void aCallerWhoCancelsStopsTheWorker() {
        Received received = client.generate(prompt("x"));
        GenerationRequest request = pipeline.nextEncoded();
        pipeline.say(WORKER, Say.tokens(request, 0, DemoTokenizer.continuation(" y")));
        Await.until(
                "tokens",
                () -> received.parts().stream().anyMatch(part -> part.getTokenIdsCount() > 0));

        received.cancel();

        assertEquals(Status.Code.CANCELLED, received.awaitStatus());
        assertEquals(CancellationReason.CALLER_GONE, pipeline.cancellation(request).getReason());
    }

    @Test
    void aCallerWhoEndsInGoodOrderStopsTheWorker() {
        client.generate(prompt("x"));
        GenerationRequest request = pipeline.nextEncoded();

        client.close();

        assertEquals(CancellationReason.CALLER_GONE, pipeline.cancellation(request).getReason());
    }

    @Test
    void aCallerWhoseConnectionBreaksStopsTheWorker() {
        client.generate(prompt("x"));
        GenerationRequest request = pipeline.nextEncoded();

        client.breakConnections();

        assertEquals(CancellationReason.CALLER_GONE, pipeline.cancellation(request).getReason());
    }

    @Test
    void aDeadlineGoesWithTheRequestAndEndsIt() {
        Received received = new Received();
        client.generation()
                .withDeadlineAfter(1_500, TimeUnit.MILLISECONDS)
                .generate(prompt("x").build(), received);
        long before = System.currentTimeMillis();
        GenerationRequest request = pipeline.nextEncoded();
        assertTrue(request.getDeadlineEpochMillis() < before + 3_000);

        assertEquals(Status.Code.DEADLINE_EXCEEDED, received.awaitStatus());
        assertEquals(CancellationReason.CALLER_GONE, pipeline.cancellation(request).getReason());
    }

    @Test
    void namesTheFieldThatIsToBlame() {
        assertRefused(GenerateRequest.newBuilder(), "prompt");
        assertRefused(prompt("x").addPromptIds(1), "prompt");
        assertRefused(prompt("x").setTemperature(7), "temperature");
        assertRefused(prompt("x").setTopP(Double.NaN), "top_p");
        assertRefused(prompt("x").putLogitBias(99_999, 1), "logit_bias");
        assertRefused(prompt("a<FILL_ME>b<FILL_ME>c"), "prompt");
        assertRefused(GenerateRequest.newBuilder().addPromptIds(99_999), "prompt_ids");
        assertRefused(
                GenerateRequest.newBuilder().addMessages(ChatMessage.getDefaultInstance()),
                "model");
    }

    private void assertRefused(GenerateRequest.Builder request, String field) {
        StatusRuntimeException failure = client.generate(request).awaitFailure();
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertEquals(List.of(field), GrpcClient.violations(failure), failure.getMessage());
        assertEquals("INVALID_REQUEST", GrpcClient.reason(failure));
    }

    @Test
    void tellsWhatIsNotThere() {
        StatusRuntimeException failure =
                client.generate(prompt("x").setModel("größer")).awaitFailure();
        assertEquals(Status.Code.NOT_FOUND, failure.getStatus().getCode());
        assertTrue(String.valueOf(failure.getMessage()).contains("'größer' does not exist"));
        assertEquals("MODEL_NOT_FOUND", GrpcClient.reason(failure));

        pipeline.tell(Cards.status(WORKER, "grpc").toBuilder().setStopping(true).build());
        Await.until(
                "the worker to be gone",
                () ->
                        client.generate(prompt("x").setModel("grpc")).awaitStatus()
                                == Status.Code.UNAVAILABLE);
    }

    @Test
    void tellsWhatTheTokenizerServiceFound() {
        Received received = client.generate(prompt("x"));
        pipeline.say(
                TOKENIZER,
                Say.failed(pipeline.next(), ErrorCode.CONTEXT_LENGTH_EXCEEDED, "Too long."));

        StatusRuntimeException failure = received.awaitFailure();
        assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertEquals("CONTEXT_LENGTH_EXCEEDED", GrpcClient.reason(failure));
    }

    @Test
    void refusesMoreCallsThanMayBeOpen() {
        List<Received> open = new ArrayList<>();
        for (int i = 0; i < GatewayProfile.OPEN_STREAMS; i++) {
            open.add(client.generate(prompt("x")));
            pipeline.next();
        }

        Received refused = client.generate(prompt("x"));

        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.awaitStatus());
        open.forEach(Received::cancel);
    }

    @Test
    void stopsAtTheCallersIdAndTellsIt() {
        int id = DemoTokenizer.continuation("y")[0];
        Received received =
                client.generate(
                        prompt("x")
                                .addStopTokenIds(id)
                                .setTruncatePromptTokens(2)
                                .setAddSpecialTokens(false));
        GenerationRequest request = pipeline.next();
        assertEquals(List.of(id), request.getSampling().getStopIdsList());
        assertEquals(2, request.getTruncation().getMost());
        assertTrue(request.getCompletion().getOmitSpecialTokens());
        pipeline.say(TOKENIZER, Say.encoded(request, List.of(1), List.of(id)));
        pipeline.say(WORKER, Say.tokens(request, 0, id), Say.finished(request, FinishReason.STOP));

        List<GenerateResponse> parts = received.awaitEnd();
        assertEquals("", Received.text(parts));
        assertEquals(id, parts.getLast().getEnd().getStopId());
    }

    @Test
    void takesAMessageUpToTheLargestBody() {
        Received received = client.generate(prompt("x".repeat(3 << 20)));
        assertEquals(3 << 20, pipeline.next().getCompletion().getText().length());
        received.cancel();
    }

    @Test
    void refusesARequestThatIsTooLarge() {
        Received received = client.generate(prompt("x".repeat(5 << 20)));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, received.awaitStatus());
    }

    /** Far more than the connection holds: what waits is merged, and nothing is lost. */
    @Test
    void aSlowCallerGetsFewerAndLargerMessages() {
        int rounds = 240;
        Received received = new Received(false);
        client.generation()
                .generate(
                        prompt("x").setMaxTokens(rounds).setN(8).setLogprobs(20).build(), received);
        List<GenerationRequest> requests = pipeline.next(8);
        requests.forEach(pipeline::encode);
        for (int i = 0; i < rounds; i++) {
            int index = i;
            requests.forEach(request -> pipeline.say(WORKER, scored(request, index)));
        }
        requests.forEach(r -> pipeline.say(WORKER, Say.finished(r, FinishReason.LENGTH)));
        Await.until("all to be generated", () -> pendingRequests.openCalls() == 0);
        assertEquals(1, openCalls.count());
        assertTrue(received.parts().isEmpty());

        received.read(Integer.MAX_VALUE);

        List<GenerateResponse> parts = received.awaitEnd();
        assertEquals(8 * rounds, Received.ids(parts).size());
        assertTrue(parts.size() < 4 * rounds, "parts: " + parts.size());
    }

    private static TokenEvent scored(GenerationRequest request, int index) {
        int id = DemoTokenizer.continuation("y")[0];
        TokenLogprobs.Builder logprobs = TokenLogprobs.newBuilder().setId(id).setLogprob(-1f);
        for (int i = 0; i < 20; i++) {
            logprobs.addTop(TopLogprob.newBuilder().setId(1_000 + i).setLogprob(-2f - i));
        }
        Tokens.Builder tokens =
                Tokens.newBuilder().setFirstIndex(index).addIds(id).addLogprobs(logprobs);
        return Say.of(request).setTokens(tokens).build();
    }

    private static GenerateRequest.Builder prompt(String text) {
        return GenerateRequest.newBuilder().setPrompt(text);
    }
}
