package llamaline.tokenization;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import llamaline.contract.Topics;
import llamaline.kafka.KafkaClients;
import llamaline.testkit.Await;
import llamaline.testkit.BrokerResource;
import llamaline.testkit.SharedBroker;
import llamaline.testkit.TestProducer;
import llamaline.tokenization.kafka.TokenizerLink;
import org.junit.jupiter.api.Test;

/** The framework's reader stands before a record that cannot be decoded; the service moves it. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
@WithTestResource(DamagedRequest.class)
class DamagedRequestIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject TokenizerLink link;
    @Inject KafkaClients clients;

    @Test
    void readsTheRequestsBehindIt() {
        Await.until("the service is ready", link::isReady);
        try (var producer = new TestProducer(SharedBroker.bootstrapServers());
                var lag = new GroupLag("tokenizer-service", Topics.REQUESTS)) {
            producer.send(Topics.REQUESTS, "key", new byte[] {1, 2, 3});

            Await.until("all is committed", LIMIT, () -> lag.records() == 0);
        }
        Await.until("it is counted", () -> clients.readers().skippedRecords() == 1);
        assertTrue(link.isReady());
    }
}
