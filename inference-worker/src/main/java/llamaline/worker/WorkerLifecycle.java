package llamaline.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import llamaline.importer.model.ModelFileException;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.KafkaSettings;
import llamaline.kafka.LivenessConfig;
import llamaline.kafka.TopicsConfig;
import llamaline.telemetry.Clocks;
import llamaline.telemetry.Tracing;
import llamaline.worker.loop.LoopObserver;
import llamaline.worker.model.KvBudgetException;
import llamaline.worker.onnx.EngineException;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Starts the worker beside the health endpoints, which answer from the first moment, and stops it
 * with the process.
 */
@ApplicationScoped
class WorkerLifecycle {
    private static final Logger LOG = System.getLogger(WorkerLifecycle.class.getName());
    private static final String CANNOT_START = "The worker cannot start: ";

    /** Exit code where a new process may do better. */
    private static final int FAILED = 1;

    /** Exit code where it cannot, with these settings: EX_CONFIG of sysexits.h. */
    private static final int AS_CONFIGURED = 78;

    /** The start waits for brokers that are not there yet. */
    private static final Duration API_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(10);

    private final WorkerConfig worker;
    private final TopicsConfig topics;
    private final LivenessConfig liveness;
    private final Config config;
    private final MeterRegistry registry;
    private final OpenTelemetry telemetry;
    private final Thread starter = Thread.ofPlatform().name("worker-start").unstarted(this::start);
    private volatile @Nullable Worker running;
    private volatile int exitCode;

    WorkerLifecycle(
            WorkerConfig worker,
            TopicsConfig topics,
            LivenessConfig liveness,
            Config config,
            MeterRegistry registry,
            OpenTelemetry telemetry) {
        this.worker = worker;
        this.topics = topics;
        this.liveness = liveness;
        this.config = config;
        this.registry = registry;
        this.telemetry = telemetry;
    }

    /** The worker, once its model is loaded. */
    Optional<Worker> worker() {
        return Optional.ofNullable(running);
    }

    /** Returns the code that the process should exit with. */
    int exitCode() {
        return exitCode;
    }

    /** Begins to load the model and to start the worker; ends the process where that fails. */
    void begin() {
        starter.start();
    }

    private void start() {
        try {
            WorkerSettings settings = WorkerSettings.of(worker, topics, liveness);
            LoadedModel loaded = LoadedModel.load(worker);
            LOG.log(Level.INFO, loaded.plan());
            var clocks = new Clocks(InstantSource.system(), System::nanoTime);
            var clients =
                    new KafkaClients(KafkaSettings.of(config), settings.workerId(), API_TIMEOUT);
            String model = loaded.card().getModel();
            Worker next =
                    new Worker(
                            loaded.model(),
                            loaded.card(),
                            settings,
                            clients,
                            clocks,
                            observer(model));
            WorkerGauges.register(registry, next, model);
            running = next;
            next.start();
            LOG.log(Level.INFO, "ready: " + model);
        } catch (InterruptedException e) {
            LOG.log(Level.INFO, "stopped before it was ready");
        } catch (InvalidSettingException | KvBudgetException | ModelFileException e) {
            LOG.log(Level.ERROR, CANNOT_START + e.getMessage());
            end(AS_CONFIGURED);
        } catch (EngineException e) {
            LOG.log(Level.ERROR, CANNOT_START + e.getMessage());
            end(FAILED);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, CANNOT_START + e.getMessage(), e);
            end(FAILED);
        }
    }

    /** Traces cost nothing where they are off. */
    private LoopObserver observer(String model) {
        LoopObserver metrics = new WorkerMetrics(registry, model);
        if (config.getValue("quarkus.otel.sdk.disabled", Boolean.class)) {
            return metrics;
        }
        var tracing = new Tracing(telemetry, "llamaline.worker");
        return new TracedSequences(metrics, tracing, model, InstantSource.system());
    }

    private void end(int code) {
        exitCode = code;
        Quarkus.asyncExit(code);
    }

    /** Runs when the process is told to end. */
    void stop(@Observes ShutdownEvent event) {
        try {
            starter.interrupt();
            if (starter.isAlive() && !starter.join(INTERRUPT_TIMEOUT)) {
                LOG.log(Level.WARNING, "the start could not be interrupted");
            }
            Worker current = running;
            if (current != null) {
                current.stop();
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "interrupted while stopping", e);
            Thread.currentThread().interrupt();
        }
    }
}
