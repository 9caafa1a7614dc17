package llamaline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static llamaline.gateway.ScriptedPipeline.TOKENIZER;
import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import llamaline.contract.GenerationRequestDeserializer;
import llamaline.contract.Topics;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TopicTail;
import llamaline.v1.Cancellation;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenIds;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that die, stop, or do the same work twice. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class FailoverIT {
    private static final String TEXT = " return x + 1\n";
    private static final int[] IDS = DemoTokenizer.continuation(TEXT);
    private static final String OTHER = "worker-2";

    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.infilling("failover"));
        client.awaitModel("failover");
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    @Test
    void aDeadWorkersRequestGoesOnElsewhereAndTheCallerSeesNothing() {
        var answer = client.stream("{'prompt':'x','stream':true,'max_tokens':100}");
        GenerationRequest first = pipeline.nextEncoded();
        pipeline.say(WORKER, Say.admitted(first, 0), Say.tokens(first, 0, IDS[0], IDS[1]));

        GenerationRequest second = pipeline.nextEncoded();

        assertEquals(2, second.getAttempt());
        assertEquals(List.of(IDS[0], IDS[1]), second.getResume().getIdsList());
        Cancellation cancellation = pipeline.cancellation(first);
        assertEquals(CancellationReason.SUPERSEDED, cancellation.getReason());
        assertEquals(1, cancellation.getAttempt());
        pipeline.say(WORKER, Say.tokens(first, 2, IDS[2]));
        int[] rest = Arrays.copyOfRange(IDS, 2, IDS.length);
        pipeline.say(OTHER, Say.admitted(second, 0), Say.tokens(second, 2, rest));
        pipeline.say(OTHER, Say.finished(second, FinishReason.LENGTH));
        try (Events events = new Events(GatewayClient.await(answer).body())) {
            StringBuilder text = new StringBuilder();
            for (JsonNode chunk : events.rest()) {
                text.append(chunk.at("/choices/0/text").textValue());
            }
            assertEquals(TEXT, text.toString());
        }
    }

    @Test
    void afterThreeDeadWorkersTheCallerIsTold() {
        var answer = client.complete("{'prompt':'x'}");
        for (int attempt = 1; attempt <= 3; attempt++) {
            GenerationRequest request = pipeline.nextEncoded();
            assertEquals(attempt, request.getAttempt());
            pipeline.say("worker-" + attempt, Say.admitted(request, 0));
        }
        HttpResponse<String> response = GatewayClient.await(answer);
        assertEquals(503, response.statusCode());
        assertEquals("5", response.headers().firstValue("retry-after").orElse(""));
        assertEquals(
                "No worker finished the request in 3 attempts.",
                GatewayClient.json(response).at("/error/message").textValue());
    }

    @Test
    void whatNoWorkerCanAnswerIsKeptForPeople() {
        try (var letters =
                TopicTail.open(
                        SharedBroker.bootstrapServers(),
                        Topics.DEAD_LETTERS.name(),
                        new GenerationRequestDeserializer())) {
            var answer = client.complete("{'prompt':'poison'}");
            GenerationRequest first = pipeline.nextEncoded();
            pipeline.say(WORKER, Say.tokens(first, 0, IDS[0]));
            pipeline.say(WORKER, Say.failed(first, ErrorCode.TOO_MANY_DELIVERIES, "3 died"));
            assertEquals(500, GatewayClient.await(answer).statusCode());

            var letter = letters.await("a dead letter", seen -> !seen.isEmpty()).getFirst();

            assertEquals(first.getRequestId(), letter.key());
            assertEquals(
                    first.toBuilder().setResume(TokenIds.newBuilder().addIds(IDS[0])).build(),
                    letter.value());
            assertEquals("TOO_MANY_DELIVERIES", header(letter, Topics.FAILURE_CODE));
            assertEquals("3 died", header(letter, Topics.FAILURE_MESSAGE));
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void aWorkerThatStopsHandsOver() {
        var answer = client.complete("{'prompt':'x','max_tokens':100}");
        GenerationRequest first = pipeline.nextEncoded();
        pipeline.say(WORKER, Say.tokens(first, 0, IDS[0]));
        pipeline.say(WORKER, Say.failed(first, ErrorCode.WORKER_STOPPING, "stops"));

        GenerationRequest second = pipeline.nextEncoded();
        assertEquals(List.of(IDS[0]), second.getResume().getIdsList());
        pipeline.say(OTHER, Say.tokens(second, 1, Arrays.copyOfRange(IDS, 1, IDS.length)));
        pipeline.say(OTHER, Say.finished(second, FinishReason.LENGTH));

        assertEquals(TEXT, text(GatewayClient.await(answer)));
    }

    @Test
    void workThatIsDoneTwiceIsShownOnce() {
        var answer = client.complete("{'prompt':'x','max_tokens':100}");
        GenerationRequest request = pipeline.nextEncoded();
        pipeline.encode(request);
        pipeline.say(WORKER, Say.admitted(request, 0));
        pipeline.say(OTHER, Say.admitted(request, 0));
        for (int i = 0; i < IDS.length; i++) {
            pipeline.say(WORKER, Say.tokens(request, i, IDS[i]));
            pipeline.say(WORKER, Say.tokens(request, i, IDS[i]));
            pipeline.say(OTHER, Say.tokens(request, i, IDS[i]));
        }
        pipeline.say(OTHER, Say.finished(request, FinishReason.STOP));
        pipeline.say(WORKER, Say.finished(request, FinishReason.LENGTH));

        HttpResponse<String> response = GatewayClient.await(answer);
        assertEquals(TEXT, text(response));
        assertEquals(
                "length", GatewayClient.json(response).at("/choices/0/finish_reason").textValue());
        Cancellation cancellation = pipeline.cancellation(request);
        assertEquals(OTHER, cancellation.getOnlyWorker());
        assertEquals(1, pipeline.cancellations(request).size());
    }

    @Test
    void workThatNobodyWaitsForIsCancelled() {
        var answer = client.complete("{'prompt':'x'}");
        GenerationRequest request = pipeline.nextEncoded();
        pipeline.generate(request, "y");
        GatewayClient.await(answer);
        assertEquals(List.of(), pipeline.cancellations(request));

        pipeline.say(OTHER, Say.tokens(request, 0, IDS));

        Cancellation cancellation = pipeline.cancellation(request);
        assertEquals(CancellationReason.UNKNOWN_REQUEST, cancellation.getReason());
    }

    @Test
    void recordsThatAreNoEventsDisturbNobody() {
        var answer = client.complete("{'prompt':'x','max_tokens':100}");
        GenerationRequest request = pipeline.nextEncoded();
        pipeline.malformed();
        pipeline.say(TOKENIZER, Say.of(request).build());
        pipeline.generate(request, TEXT);
        assertEquals(TEXT, text(GatewayClient.await(answer)));
    }

    private static String text(HttpResponse<String> response) {
        return GatewayClient.json(response).at("/choices/0/text").textValue();
    }
}
