package llamaline.gateway.http;

import static llamaline.gateway.ScriptedPipeline.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import llamaline.gateway.ScriptedPipeline;
import llamaline.gateway.models.Cards;
import llamaline.gateway.stream.Say;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.Scrape;
import llamaline.v1.ErrorCode;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A known set of calls through a real broker, and what a scrape says afterwards. */
@QuarkusTest
@TestProfile(GatewayProfile.class)
@WithTestResource(BrokerResource.class)
class MetricsIT {
    private static final String REQUESTS = "llamaline_gateway_calls_total";

    private final String model = "metered-" + UUID.randomUUID();
    private final GatewayClient client = new GatewayClient();
    private ScriptedPipeline pipeline;

    @BeforeEach
    void serve() {
        client.awaitReady();
        pipeline = ScriptedPipeline.serving(Cards.infilling(model));
        client.awaitModel(model);
    }

    @AfterEach
    void close() {
        pipeline.close();
        client.close();
    }

    private static Scrape scrape() {
        return Scrape.at(
                URI.create("http://localhost:%d/q/metrics".formatted(GatewayClient.port())));
    }

    private double value(String series, String... labels) {
        return scrape().value(series, labels);
    }

    private double ofModel(String series) {
        return value(series, "model", model);
    }

    private void awaitValue(double expected, String series, String... labels) {
        Await.until(
                series + List.of(labels) + " = " + expected,
                () -> value(series, labels) == expected);
    }

    private String body(String fields) {
        return "{'model':'%s','prompt':'def f(x):',%s}".formatted(model, fields);
    }

    @Test
    void countsAnAnswerItsTokensAndItsPhases() {
        var answer = client.complete(body("'max_tokens':9"));
        GenerationRequest request = pipeline.next();
        int promptTokens = pipeline.encode(request).size();
        pipeline.say(WORKER, Say.admitted(request, 0));
        pipeline.generate(request, " return x\n");
        int tokens =
                GatewayClient.json(GatewayClient.await(answer))
                        .at("/usage/completion_tokens")
                        .intValue();

        awaitValue(1, REQUESTS, "model", model, "route", "/v1/completions", "outcome", "ok");
        assertEquals(1, ofModel(REQUESTS));
        assertEquals(1, ofModel("llamaline_gateway_attempts_total"));
        assertEquals(0, ofModel("llamaline_gateway_republishes_total"));
        assertEquals(promptTokens, ofModel("llamaline_gateway_prompt_tokens_total"));
        assertEquals(tokens, ofModel("llamaline_gateway_generation_tokens_total"));
        assertEquals(1, ofModel("llamaline_gateway_time_to_first_token_seconds_count"));
        assertEquals(1, ofModel("llamaline_gateway_time_per_output_token_seconds_count"));
        for (String phase : List.of("encode", "queue", "prefill")) {
            assertEquals(
                    1,
                    value(
                            "llamaline_gateway_first_token_phase_seconds_count",
                            "model",
                            model,
                            "phase",
                            phase),
                    phase);
        }
        assertEquals(
                ofModel("llamaline_gateway_time_to_first_token_seconds_sum"),
                ofModel("llamaline_gateway_first_token_phase_seconds_sum"),
                1e-3);
    }

    @Test
    void countsErrorsOfTheCallerOfTheServiceAndInAStream() {
        double invalid = value(REQUESTS, "model", "none", "outcome", "invalid");
        GatewayClient.await(client.complete("{'model':'nobody-has-it','prompt':'a'}"));
        GatewayClient.await(client.complete("{"));
        awaitValue(invalid + 2, REQUESTS, "model", "none", "outcome", "invalid");

        var refused = client.complete(body("'max_tokens':9"));
        GenerationRequest first = pipeline.next();
        pipeline.say(WORKER, Say.failed(first, ErrorCode.MODEL_UNAVAILABLE, "no"));
        assertEquals(503, GatewayClient.await(refused).statusCode());
        awaitValue(1, REQUESTS, "model", model, "outcome", "unavailable");

        var stream = client.stream(body("'max_tokens':9,'stream':true"));
        GenerationRequest second = pipeline.next();
        pipeline.encode(second);
        assertEquals(200, GatewayClient.await(stream).statusCode());
        pipeline.say(WORKER, Say.failed(second, ErrorCode.INTERNAL, "broken"));
        awaitValue(1, REQUESTS, "model", model, "outcome", "error");
    }

    @Test
    void countsACallerThatHangsUpAndItsCancellation() {
        double before = value("llamaline_gateway_cancellations_total", "reason", "caller_gone");
        double open = value("llamaline_gateway_open_calls");
        try (var caller = new GatewayClient()) {
            var unused = caller.complete(body("'max_tokens':9"));
            pipeline.next();
            awaitValue(open + 1, "llamaline_gateway_open_calls");
            assertFalse(unused.isDone());
        }
        awaitValue(1, REQUESTS, "model", model, "outcome", "cancelled");
        awaitValue(before + 1, "llamaline_gateway_cancellations_total", "reason", "caller_gone");
        awaitValue(open, "llamaline_gateway_open_calls");
    }

    @Test
    void whatCallersWriteMakesNoSeries() {
        for (int i = 0; i < 5; i++) {
            String name = "made-up-" + UUID.randomUUID();
            GatewayClient.await(client.complete("{'model':'%s','prompt':'a'}".formatted(name)));
            client.get("/v1/models/" + name);
            client.get("/" + name);
        }
        Scrape scrape = scrape();
        assertEquals(Set.of("model", "outcome", "route"), scrape.labels(REQUESTS));
        for (String series : scrape.names()) {
            for (String label : scrape.labels(series)) {
                for (String value : scrape.labelValues(series, label)) {
                    assertEquals(-1, value.indexOf("made-up"), series + " " + value);
                }
            }
        }
    }
}
