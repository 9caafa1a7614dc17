package llamaline.worker;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import llamaline.broker.BrokerSettings;
import llamaline.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose broker is gone ends within its limit all the same. */
class WorkerStopIT {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    @TempDir Path directory;

    @Test
    void endsInTimeWhereTheBrokerIsGone() {
        TestWorker worker = startAtABrokerThatGoes();
        assertTimeoutPreemptively(STOP_LIMIT, worker::stop);
    }

    private TestWorker startAtABrokerThatGoes() {
        try (var broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory))) {
            var model = new GatedModel(2, 64);
            var card = TestWorker.card("lonely", model, TestWorker.WEIGHTS);
            return TestWorker.start(broker.bootstrapServers(), "lonely", card, model);
        }
    }
}
