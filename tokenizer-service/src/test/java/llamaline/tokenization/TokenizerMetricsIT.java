package llamaline.tokenization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import llamaline.contract.Topics;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.Scrape;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TestProducer;
import llamaline.tokenization.kafka.RequestTokenizer;
import llamaline.tokenization.kafka.TokenizerLink;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.GenerationRequest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A known set of requests over a broker, and what a scrape says afterwards. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class TokenizerMetricsIT {
    private static final int CONTEXT = 512;

    @Inject TokenizerLink link;
    @Inject RequestTokenizer.Sources sources;

    private final String model = "model-" + UUID.randomUUID();
    private final TestProducer producer = new TestProducer(SharedBroker.bootstrapServers());

    @BeforeEach
    void open() {
        Await.until("the service is ready", link::isReady);
        producer.create(Topics.prompts(model));
        producer.send(Topics.MODELS, model, DemoCards.base(model, CONTEXT));
    }

    @AfterEach
    void close() {
        producer.close();
    }

    private void send(GenerationRequest request) {
        producer.send(Topics.REQUESTS, request.getRequestId(), request);
    }

    private static URI metrics() {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return URI.create("http://localhost:%d/q/metrics".formatted(port));
    }

    private Scrape afterwards() {
        try (var lag = new GroupLag("tokenizer-service", Topics.REQUESTS)) {
            Await.until("all is committed", () -> lag.records() == 0);
        }
        return Scrape.at(metrics());
    }

    @Test
    void countsRecordsByWhatBecameOfThem() {
        Scrape before = afterwards();
        GenerationRequest unwanted = Requests.text(model, "never").build();
        cancel(unwanted);

        send(Requests.text(model, "def fibonacci(n):").build());
        send(Requests.ids(model, List.of(1, 2, 3)).build());
        send(Requests.ids(model, List.of(1, 1_000_000)).build());
        send(Requests.text("model-nobody-serves", "a").build());
        send(unwanted);
        producer.send(Topics.REQUESTS, "key", new byte[] {1, 2, 3});
        Scrape after = afterwards();

        assertGrown(before, after, 2, "llamaline_tokenizer_records_total", "outcome", "encoded");
        assertGrown(before, after, 2, "llamaline_tokenizer_records_total", "outcome", "refused");
        assertGrown(before, after, 1, "llamaline_tokenizer_records_total", "outcome", "cancelled");
        assertGrown(before, after, 1, "llamaline_tokenizer_records_total", "outcome", "rejected");
        String failures = "llamaline_tokenizer_failures_total";
        assertGrown(before, after, 1, failures, "code", "token_out_of_vocabulary");
        assertGrown(before, after, 1, failures, "code", "model_not_found");
        assertGrown(before, after, 11 + 3, "llamaline_tokenizer_prompt_tokens_total");
        assertGrown(before, after, 3, "llamaline_tokenizer_encode_duration_seconds_count");
        assertGrown(before, after, 0, "llamaline_tokenizer_lost_records_total");
        assertEquals(0, after.value("llamaline_tokenizer_open_requests"));
        assertEquals(0, after.value("llamaline_tokenizer_open_bytes"));
    }

    @Test
    void whatACallerNamesMakesNoSeries() {
        send(Requests.text("model-" + UUID.randomUUID(), "a").build());
        Scrape scrape = afterwards();

        assertEquals(Set.of("outcome"), scrape.labels("llamaline_tokenizer_records_total"));
        assertEquals(Set.of("code"), scrape.labels("llamaline_tokenizer_failures_total"));
        assertEquals(
                Set.of("le"), scrape.labels("llamaline_tokenizer_encode_duration_seconds_bucket"));
    }

    private static void assertGrown(
            Scrape before, Scrape after, double by, String series, String... labels) {
        double growth = after.value(series, labels) - before.value(series, labels);
        assertEquals(by, growth, series + List.of(labels));
    }

    private void cancel(GenerationRequest request) {
        var cancellation =
                Cancellation.newBuilder()
                        .setRequestId(request.getRequestId())
                        .setDeadlineEpochMillis(request.getDeadlineEpochMillis());
        Control control = Control.newBuilder().setCancellation(cancellation).build();
        producer.send(Topics.CONTROL, request.getRequestId(), control);
        Await.until("it is heard", () -> sources.cancellations().cover(request.getRequestId(), 1));
    }
}
