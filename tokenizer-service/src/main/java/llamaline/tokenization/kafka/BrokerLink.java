package llamaline.tokenization.kafka;

import io.smallrye.reactive.messaging.ChannelRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import llamaline.kafka.TopicCreationException;
import org.apache.kafka.common.KafkaException;

/**
 * Brings the service to its place: topics, then all that was announced, then requests. Where the
 * broker is not there yet it tries again.
 */
@ApplicationScoped
public class BrokerLink {
    private static final Logger LOG = System.getLogger(BrokerLink.class.getName());
    private static final String REQUESTS = "requests";
    private static final long RETRY_MILLIS = 500;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final PromptTopics topics;
    private final AnnouncementConsumer announcements;
    private final ChannelRegistry channels;
    private final Thread starter =
            Thread.ofPlatform().name("tokenizer-start").unstarted(this::start);
    private volatile boolean isReady;

    BrokerLink(PromptTopics topics, AnnouncementConsumer announcements, ChannelRegistry channels) {
        this.topics = topics;
        this.announcements = announcements;
        this.channels = channels;
    }

    /** Begins; {@link #isReady} tells when requests are taken. */
    public void open() {
        starter.start();
    }

    /** Whether requests are taken. */
    public boolean isReady() {
        return isReady;
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
            announcements.start().toCompletableFuture().get();
            channels.getPausable(REQUESTS).resume();
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
