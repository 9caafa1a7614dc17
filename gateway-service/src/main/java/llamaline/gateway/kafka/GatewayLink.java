package llamaline.gateway.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.stream.PendingRequests;
import llamaline.kafka.AnnouncedTopics;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.TopicCreationException;
import llamaline.kafka.TopicCreator;
import llamaline.kafka.TopicFollower;
import llamaline.kafka.TopicGuard;
import llamaline.kafka.TopicPosition;
import llamaline.v1.GatewayAnnouncement;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's place at the broker: takes it at start, however long the broker is away, and gives
 * it up at the end. Thread-safe.
 */
public final class GatewayLink implements AutoCloseable {
    private static final Logger LOG = System.getLogger(GatewayLink.class.getName());
    private static final long STEP_SECONDS = 60;
    private static final long RETRY_MILLIS = 1_000;

    /** A batch may be small on its way and large when it is unpacked; a heap holds these. */
    private static final int MOST_RECORDS = 8;

    /** Several times in a successor's look back. */
    private static final long REPEAT_SECONDS = 240;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LinkSettings settings;
    private final KafkaClients clients;
    private final TopicCreator topics;
    private final GatewayProducer publisher;
    private final PendingRequests pendingRequests;
    private final ModelRegistry models;
    private final Runnable onUnreadable;
    private final Runnable onLost;
    private final Thread starter = Thread.ofPlatform().name("gateway-start").unstarted(this::start);
    private volatile LinkState state = LinkState.STARTING;
    private @Nullable TokenConsumer tokens;
    private @Nullable TopicFollower announcements;

    /** Opens nothing yet. */
    public GatewayLink(
            LinkContext context,
            KafkaClients clients,
            GatewayProducer publisher,
            PendingRequests pendingRequests,
            ModelRegistry models) {
        settings = context.settings();
        this.clients = clients;
        topics = new TopicCreator(clients, settings.replication());
        this.publisher = publisher;
        this.pendingRequests = pendingRequests;
        this.models = models;
        onUnreadable = context.onUnreadable();
        onLost = context.onLost();
    }

    /** Begins; {@link #state} tells how it goes. */
    public void open() {
        starter.start();
    }

    /** Returns the link's present state. */
    public LinkState state() {
        return state;
    }

    /** Tells whether requests can be published and their events read. */
    public boolean isReady() {
        return state == LinkState.READY && !isStalled();
    }

    /** Tells whether a topic could not be read for a while. */
    public boolean isStalled() {
        return clients.readers().isStalled();
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
            if (stopped.getCount() > 0) {
                announceUntilStopped();
            }
        } catch (InterruptedException _) {
            LOG.log(Level.DEBUG, "told to stop");
        }
    }

    private void announceUntilStopped() throws InterruptedException {
        var own = GatewayTopics.of(settings.index());
        try (TopicGuard _ = TopicGuard.start(clients, own, settings.replication(), _ -> {})) {
            while (!stopped.await(REPEAT_SECONDS, TimeUnit.SECONDS) && state == LinkState.READY) {
                var _ = publisher.announce(me());
            }
        }
    }

    private boolean takePlace() throws InterruptedException {
        try {
            topics.ensure(GatewayTopics.of(settings.index()));
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
                new TokenConsumer(
                        clients, settings.index(), pendingRequests, onUnreadable, this::onBroken);
        tokens = tokenConsumer;
        tokenConsumer.start().get(STEP_SECONDS, TimeUnit.SECONDS);
        var handler =
                new GatewayAnnouncementHandler(models, pendingRequests, me(), this::onSuperseded);
        var follower =
                clients.follow(
                        "announcement-consumer", MOST_RECORDS, starts(), handler, this::onBroken);
        announcements = follower;
        follower.start().get(STEP_SECONDS, TimeUnit.SECONDS);
    }

    private Map<TopicPartition, TopicPosition> starts() {
        Map<TopicPartition, TopicPosition> starts = new HashMap<>(AnnouncedTopics.models());
        starts.putAll(AnnouncedTopics.workers());
        starts.putAll(AnnouncedTopics.control(settings.startedAt()));
        return starts;
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

    private GatewayAnnouncement me() {
        return GatewayAnnouncement.newBuilder()
                .setIndex(settings.index())
                .setGatewayId(settings.gatewayId())
                .setStartedEpochMillis(settings.startedAt().toEpochMilli())
                .build();
    }
}
