package llamaline.gateway.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.PendingRequests;
import llamaline.kafka.TopicCreationException;
import llamaline.v1.GatewayHere;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's place at the broker: takes it at start, however long the broker is away, and gives
 * it up at the end. Thread-safe.
 */
public final class BrokerLink implements AutoCloseable {
    private static final Logger LOG = System.getLogger(BrokerLink.class.getName());
    private static final long STEP_SECONDS = 60;
    private static final long RETRY_MILLIS = 1_000;

    /** Several times in a successor's look back. */
    private static final long REPEAT_SECONDS = 240;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LinkSettings settings;
    private final Connections connections;
    private final GatewayProducer publisher;
    private final PendingRequests pendingRequests;
    private final ModelRegistry models;
    private final Runnable onLost;
    private final Thread starter = Thread.ofPlatform().name("gateway-start").unstarted(this::start);
    private volatile LinkState state = LinkState.STARTING;
    private @Nullable TokenConsumer tokens;
    private @Nullable AnnouncementConsumer announcements;

    /**
     * @param onLost is run when the gateway cannot go on: a younger one took its index, or it
     *     broke; must not wait
     */
    public BrokerLink(
            LinkSettings settings,
            Connections connections,
            GatewayProducer publisher,
            PendingRequests pendingRequests,
            ModelRegistry models,
            Runnable onLost) {
        this.settings = settings;
        this.connections = connections;
        this.publisher = publisher;
        this.pendingRequests = pendingRequests;
        this.models = models;
        this.onLost = onLost;
    }

    /** Begins; {@link #state} tells how it goes. */
    public void open() {
        starter.start();
    }

    /** Where the link stands. */
    public LinkState state() {
        return state;
    }

    @Override
    public void close() {
        lose(LinkState.CLOSED);
        stopped.countDown();
        try {
            starter.interrupt();
            starter.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        closeConsumers();
    }

    private void start() {
        try {
            while (stopped.getCount() > 0 && !takePlace()) {
                stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
            while (!stopped.await(REPEAT_SECONDS, TimeUnit.SECONDS) && state == LinkState.READY) {
                var _ = publisher.announce(me());
            }
        } catch (InterruptedException _) {
            LOG.log(Level.DEBUG, "told to stop");
        }
    }

    private boolean takePlace() throws InterruptedException {
        try {
            GatewayTopics.prepare(connections, settings);
            publisher.warmUp();
            startConsumers();
            publisher.announce(me()).get(STEP_SECONDS, TimeUnit.SECONDS);
            becomeReady();
            return true;
        } catch (ExecutionException
                | TimeoutException
                | TopicCreationException
                | KafkaException e) {
            LOG.log(Level.WARNING, "the broker is not there yet, or refuses: {0}", e.toString());
            closeConsumers();
            return false;
        }
    }

    private void startConsumers()
            throws ExecutionException, InterruptedException, TimeoutException {
        var tokenConsumer =
                new TokenConsumer(connections, settings.index(), pendingRequests, this::onBroken);
        tokens = tokenConsumer;
        tokenConsumer.start().get(STEP_SECONDS, TimeUnit.SECONDS);
        var heard = new Announcements(models, pendingRequests, me(), this::onSuperseded);
        var consumer =
                new AnnouncementConsumer(connections, heard, settings.startedAt(), this::onBroken);
        announcements = consumer;
        consumer.start().get(STEP_SECONDS, TimeUnit.SECONDS);
    }

    private void closeConsumers() {
        if (tokens != null) {
            tokens.close();
            tokens = null;
        }
        if (announcements != null) {
            announcements.close();
            announcements = null;
        }
    }

    private synchronized void becomeReady() {
        if (state == LinkState.STARTING) {
            state = LinkState.READY;
        }
    }

    private void onSuperseded() {
        if (lose(LinkState.SUPERSEDED)) {
            LOG.log(
                    Level.WARNING,
                    "a younger gateway took the index {0}; this one stops",
                    settings.index());
            // The younger one cancels what it does not know.
            pendingRequests.failAll("Another gateway took this one's place; ask again.");
            onLost.run();
        }
    }

    private void onBroken() {
        if (lose(LinkState.BROKEN)) {
            onLost.run();
        }
    }

    private synchronized boolean lose(LinkState next) {
        boolean isFirst = state == LinkState.STARTING || state == LinkState.READY;
        if (isFirst) {
            state = next;
        }
        return isFirst;
    }

    private GatewayHere me() {
        return GatewayHere.newBuilder()
                .setIndex(settings.index())
                .setGatewayId(settings.gatewayId())
                .setStartedEpochMillis(settings.startedAt().toEpochMilli())
                .build();
    }
}
