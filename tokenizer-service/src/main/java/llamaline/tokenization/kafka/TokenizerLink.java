package llamaline.tokenization.kafka;

import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import llamaline.kafka.AnnouncedTopics;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.TopicCreationException;
import llamaline.kafka.TopicFollower;
import llamaline.kafka.TopicPosition;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The service's place at the broker: first topics, then all that was announced, then requests.
 * Where the broker is not there yet it tries again. Thread-safe.
 */
@ApplicationScoped
public class TokenizerLink {
    private static final Logger LOG = System.getLogger(TokenizerLink.class.getName());
    private static final String REQUESTS = "requests";
    private static final long RETRY_MILLIS = 500;

    /** A batch may be small on its way and large when it is unpacked; a heap holds these. */
    private static final int MOST_RECORDS = 8;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final PromptTopics topics;
    private final KafkaClients clients;
    private final KafkaClientService kafka;
    private final TopicFollower announcements;
    private final ChannelRegistry channels;
    private final Thread starter =
            Thread.ofPlatform().name("tokenizer-start").unstarted(this::start);
    private volatile boolean isReady;
    private volatile @Nullable RequestGuard guard;

    TokenizerLink(
            PromptTopics topics,
            KafkaClients clients,
            TokenizerAnnouncementHandler handler,
            ChannelRegistry channels,
            KafkaClientService kafka,
            InstantSource clock) {
        this.topics = topics;
        this.channels = channels;
        this.clients = clients;
        this.kafka = kafka;
        Map<TopicPartition, TopicPosition> starts = new HashMap<>(AnnouncedTopics.models());
        starts.putAll(AnnouncedTopics.control(clock.instant()));
        announcements =
                clients.follow("announcement-consumer", MOST_RECORDS, starts, handler, this::pause);
    }

    /** Begins; {@link #isReady} tells when requests are taken. */
    public void open() {
        starter.start();
    }

    /** Tells whether requests are taken, and what is announced is read. */
    public boolean isReady() {
        return isReady && !clients.readers().isStalled();
    }

    /** Takes no more requests. */
    public void pause() {
        isReady = false;
        channels.getPausable(REQUESTS).pause();
    }

    /** Ends what {@link #open} began. */
    public void close() {
        isReady = false;
        stopping.countDown();
        starter.interrupt();
        RequestGuard started = guard;
        if (started != null) {
            started.close();
        }
        announcements.close();
        try {
            starter.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() {
        try {
            while (!hasTopics()) {
                if (stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            announcements.start().get();
            channels.getPausable(REQUESTS).resume();
            guard = RequestGuard.start(clients, kafka, REQUESTS);
            isReady = true;
            LOG.log(Level.INFO, "ready");
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "stopped before it was ready", e);
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, "what was announced could not be read", e);
        }
    }

    private boolean hasTopics() throws InterruptedException {
        try {
            topics.prepare();
            return true;
        } catch (TopicCreationException | KafkaException e) {
            LOG.log(Level.WARNING, "the broker is not there yet, or refuses: {0}", e.getMessage());
            return false;
        }
    }
}
