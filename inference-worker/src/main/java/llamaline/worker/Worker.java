package llamaline.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.contract.Cancellations;
import llamaline.telemetry.Clocks;
import llamaline.v1.ModelCard;
import llamaline.worker.kafka.Announcements;
import llamaline.worker.kafka.Backlog;
import llamaline.worker.kafka.CancellationConsumer;
import llamaline.worker.kafka.Connections;
import llamaline.worker.kafka.Outlet;
import llamaline.worker.kafka.PromptConsumer;
import llamaline.worker.kafka.TokenPublisher;
import llamaline.worker.kafka.TopicSetup;
import llamaline.worker.loop.DecodeLoop;
import llamaline.worker.loop.FreeSlots;
import llamaline.worker.loop.LoopContext;
import llamaline.worker.loop.LoopObserver;
import llamaline.worker.loop.LoopSettings;
import llamaline.worker.loop.LoopStatus;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.prompt.PromptKey;

/**
 * One worker, put together: a model, a decode loop and the clients around it. Starts in the order
 * topics, cancellations, announcement, prompts, and stops in the opposite one.
 */
final class Worker {
    private static final Logger LOG = System.getLogger(Worker.class.getName());
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final Duration CALL_PATIENCE = Duration.ofMinutes(1);
    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(5);
    private static final long HEARTBEAT_MILLIS = 250;
    private static final long STATUS_MILLIS = 1000;
    private static final long BACKLOG_MILLIS = 2000;

    private final CausalLanguageModel model;
    private final ModelCard card;
    private final WorkerSettings settings;
    private final Connections connections;
    private final DecodeLoop loop;
    private final Outlet outlet;
    private final TokenPublisher publisher;
    private final CancellationConsumer cancellationConsumer;
    private final PromptConsumer promptConsumer;
    private final Announcements announcements;
    private final Backlog backlog;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("worker-timer").daemon().factory());
    private volatile boolean isServing;

    /** Takes the model over and opens its outlet; does nothing yet. */
    Worker(
            CausalLanguageModel model,
            ModelCard card,
            WorkerSettings settings,
            Connections connections,
            Clocks clocks,
            LoopObserver observer) {
        this.model = model;
        this.card = card;
        this.settings = settings;
        this.connections = connections;
        var freeSlots = new FreeSlots(model.slots());
        var cancellations = new Cancellations(settings.cancellationLimit());
        outlet = Outlet.open(connections);
        publisher = new TokenPublisher(outlet, connections.workerId(), this::giveUp);
        var surroundings = new LoopContext(publisher, freeSlots, cancellations, clocks, observer);
        loop =
                new DecodeLoop(
                        model, LoopSettings.withChunkLength(settings.chunkLength()), surroundings);
        cancellationConsumer =
                new CancellationConsumer(connections, cancellations, loop, clocks.wall());
        var destination = new PromptConsumer.Destination(loop, freeSlots, publisher);
        promptConsumer = new PromptConsumer(connections, card, destination);
        announcements =
                new Announcements(
                        connections, outlet, card, settings.workerTimeout(), clocks.nanoTime());
        backlog = Backlog.open(connections, card.getModel());
    }

    /** Starts; returns when prompts are taken. */
    void start() throws InterruptedException {
        new TopicSetup(connections, settings.replication()).prepare(card.getModel());
        loop.start();
        cancellationConsumer.start(START_PATIENCE);
        announcements.announce();
        promptConsumer.start();
        isServing = true;
        every(HEARTBEAT_MILLIS, loop::heartbeat);
        every(STATUS_MILLIS, () -> announcements.status(loop.status(), loop.isHealthy()));
        every(BACKLOG_MILLIS, backlog::ask);
    }

    /** Whether prompts are welcome. */
    boolean isReady() {
        return isServing && loop.isHealthy();
    }

    /** False where only a new process helps. */
    boolean isHealthy() {
        return !isServing || loop.isHealthy();
    }

    LoopStatus status() {
        return loop.status();
    }

    /** Tokens for which the KV cache has room. */
    long kvPositions() {
        return (long) model.slots() * model.slotLength();
    }

    /** Prompts of the model that no worker has admitted yet; NaN where the broker does not say. */
    double waitingPrompts() {
        return backlog.waiting();
    }

    long rejectedPrompts() {
        return promptConsumer.rejected();
    }

    long lostRecords() {
        return publisher.lostRecords();
    }

    /** Finishes what runs within the limit, says goodbye and closes everything. */
    void stop() throws InterruptedException {
        isServing = false;
        promptConsumer.stop();
        drain();
        boolean hasEnded = loop.stop(CALL_PATIENCE);
        timer.shutdown();
        if (!timer.awaitTermination(FLUSH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(Level.WARNING, "the timer still runs");
        }
        announcements.status(loop.status(), false);
        cancellationConsumer.stop();
        backlog.close();
        outlet.close(FLUSH_PATIENCE);
        if (hasEnded) {
            model.close();
        }
    }

    private void drain() throws InterruptedException {
        try {
            loop.drain().get(settings.shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.log(Level.WARNING, "sequences still run at the end of the shutdown timeout");
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "the decode loop could not drain", e);
        }
    }

    private void giveUp(PromptKey key) {
        if (!loop.tryCancel(key.requestId(), key.attempt())) {
            LOG.log(Level.DEBUG, "too many commands; the gateway will cancel");
        }
    }

    /** A task that throws would end its own repetition. */
    private void every(long millis, Runnable task) {
        var _ =
                timer.scheduleAtFixedRate(
                        () -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                LOG.log(Level.WARNING, "a timer task failed", e);
                            }
                        },
                        0,
                        millis,
                        TimeUnit.MILLISECONDS);
    }
}
