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
import llamaline.kafka.KafkaClients;
import llamaline.kafka.TopicGuard;
import llamaline.telemetry.Clocks;
import llamaline.v1.ModelCard;
import llamaline.worker.kafka.AnnouncementPublisher;
import llamaline.worker.kafka.Backlog;
import llamaline.worker.kafka.CancellationConsumer;
import llamaline.worker.kafka.PromptConsumer;
import llamaline.worker.kafka.TokenPublisher;
import llamaline.worker.kafka.WorkerProducer;
import llamaline.worker.kafka.WorkerTopics;
import llamaline.worker.loop.DecodeLoop;
import llamaline.worker.loop.FreeSlots;
import llamaline.worker.loop.LoopContext;
import llamaline.worker.loop.LoopObserver;
import llamaline.worker.loop.LoopSettings;
import llamaline.worker.loop.LoopStatus;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.prompt.PromptKey;
import org.jspecify.annotations.Nullable;

/**
 * One worker, put together: a model, a decode loop and the clients around it. Starts in the order
 * topics, cancellations, announcement, prompts, and stops in the opposite one.
 */
final class Worker {
    private static final Logger LOG = System.getLogger(Worker.class.getName());
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);
    private static final long HEARTBEAT_MILLIS = 250;
    private static final long STATUS_MILLIS = 1000;
    private static final long BACKLOG_MILLIS = 2000;

    private final CausalLanguageModel model;
    private final ModelCard card;
    private final WorkerSettings settings;
    private final KafkaClients clients;
    private final DecodeLoop loop;
    private final WorkerProducer producer;
    private final TokenPublisher publisher;
    private final CancellationConsumer cancellationConsumer;
    private final PromptConsumer promptConsumer;
    private final AnnouncementPublisher announcements;
    private final Backlog backlog;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("worker-timer").daemon().factory());
    private volatile @Nullable TopicGuard guard;
    private volatile boolean isServing;
    private volatile boolean isBroken;

    /** Takes the model over and opens its producer; does nothing yet. */
    Worker(
            CausalLanguageModel model,
            ModelCard card,
            WorkerSettings settings,
            KafkaClients clients,
            Clocks clocks,
            LoopObserver observer) {
        this.model = model;
        this.card = card;
        this.settings = settings;
        this.clients = clients;
        var freeSlots = new FreeSlots(model.slots());
        var cancellations = new Cancellations(settings.cancellationLimit());
        producer = WorkerProducer.open(clients);
        publisher = new TokenPublisher(producer, settings.workerId(), this::cancelLost);
        var context = new LoopContext(publisher, freeSlots, cancellations, clocks, observer);
        loop = new DecodeLoop(model, LoopSettings.withChunkLength(settings.chunkLength()), context);
        cancellationConsumer =
                new CancellationConsumer(
                        clients,
                        settings.workerId(),
                        cancellations,
                        loop,
                        clocks.wall(),
                        this::onBroken);
        var destination = new PromptConsumer.Destination(loop, freeSlots, publisher);
        promptConsumer = new PromptConsumer(clients, card, destination);
        announcements =
                new AnnouncementPublisher(
                        clients,
                        producer,
                        card,
                        settings.workerId(),
                        settings.workerTimeout(),
                        clocks.nanoTime());
        backlog = Backlog.open(clients, card.getModel());
    }

    /** Starts everything; returns when prompts are taken. */
    void start() throws InterruptedException {
        var topics = new WorkerTopics(clients, settings.replication());
        topics.prepare(card.getModel());
        loop.start();
        cancellationConsumer.start(START_TIMEOUT);
        announcements.announce();
        promptConsumer.start();
        guard = topics.guard(card.getModel(), announcements::announceAgain);
        isServing = true;
        every(HEARTBEAT_MILLIS, loop::heartbeat);
        every(STATUS_MILLIS, () -> announcements.status(loop.status(), loop.isHealthy()));
        every(BACKLOG_MILLIS, backlog::ask);
    }

    /** Tells whether prompts are welcome. */
    boolean isReady() {
        return isServing && !isBroken && loop.isHealthy() && !clients.readers().isStalled();
    }

    /** Tells whether the worker can go on; where it cannot, only a new process helps. */
    boolean isHealthy() {
        return !isBroken && (!isServing || loop.isHealthy());
    }

    LoopStatus status() {
        return loop.status();
    }

    /** Counts the tokens for which the KV cache has room. */
    long kvPositions() {
        return (long) model.slots() * model.slotLength();
    }

    /**
     * Counts the prompts of the model that no worker has admitted yet; NaN where the broker does
     * not say.
     */
    double waitingPrompts() {
        return backlog.waiting();
    }

    /** Counts the records of any topic that could not be decoded. */
    long skippedRecords() {
        return clients.readers().skippedRecords();
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
        boolean hasEnded = loop.stop(CALL_TIMEOUT);
        timer.shutdown();
        if (!timer.awaitTermination(FLUSH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(Level.WARNING, "the timer still runs");
        }
        announcements.status(loop.status(), false);
        TopicGuard started = guard;
        if (started != null) {
            started.close();
        }
        cancellationConsumer.close();
        backlog.close();
        producer.close(FLUSH_TIMEOUT);
        if (hasEnded) {
            model.close();
        }
    }

    /** Gives up: a worker that hears of no cancellations goes on for callers who are gone. */
    private void onBroken() {
        isBroken = true;
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

    private void cancelLost(PromptKey key) {
        if (!loop.tryCancel(key.requestId(), key.attempt())) {
            LOG.log(Level.DEBUG, "too many commands; the gateway will cancel");
        }
    }

    /** Repeats a task, also after it has thrown. */
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
