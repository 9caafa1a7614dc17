package llamaline.worker;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import llamaline.contract.Topics;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.KafkaSettings;
import llamaline.telemetry.Clocks;
import llamaline.testkit.SharedBroker;
import llamaline.v1.ModelCard;
import llamaline.worker.model.CausalLanguageModel;

/** A worker as its process runs it, with a model of the test's. */
// Quarkus' extension brings this registry.
@SuppressWarnings("deprecation")
final class TestWorker implements AutoCloseable {
    static final String WEIGHTS = "weights-1";

    private final Worker worker;
    private final PrometheusMeterRegistry registry;
    private boolean isStopped;

    private TestWorker(Worker worker, PrometheusMeterRegistry registry) {
        this.worker = worker;
        this.registry = registry;
    }

    /** Runs when this returns. */
    static TestWorker start(String id, String name, CausalLanguageModel model) {
        return start(id, card(name, model, WEIGHTS), model);
    }

    /** Runs when this returns; where it cannot, it is stopped. */
    static TestWorker start(String id, ModelCard card, CausalLanguageModel model) {
        return start(SharedBroker.bootstrapServers(), id, card, model);
    }

    /** Runs when this returns; where it cannot, it is stopped. */
    static TestWorker start(String broker, String id, ModelCard card, CausalLanguageModel model) {
        var clients = new KafkaClients(KafkaSettings.of(broker), id, Duration.ofMinutes(5));
        var settings =
                new WorkerSettings(
                        id, 64, (short) 1, 1000, Duration.ofSeconds(20), Duration.ofSeconds(5));
        var clocks = new Clocks(InstantSource.system(), System::nanoTime);
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new WorkerMetrics(registry, card.getModel());
        var worker = new Worker(model, card, settings, clients, clocks, metrics);
        WorkerGauges.register(registry, worker, card.getModel());
        var started = new TestWorker(worker, registry);
        try {
            started.worker.start();
            return started;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    static ModelCard card(String name, CausalLanguageModel model, String weightsHash) {
        return ModelCard.newBuilder()
                .setModel(name)
                .setVocabulary(model.vocabulary())
                .setContext(model.slotLength())
                .setPromptsTopic(Topics.prompts(name).name())
                .setWeightsHash(weightsHash)
                .build();
    }

    Worker worker() {
        return worker;
    }

    /** What {@code /q/metrics} of its process would hold of it. */
    String metrics() {
        return registry.scrape();
    }

    /** As its process does when it is told to end. */
    void stop() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        try {
            worker.stop();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
