package llamaline.tokenization.kafka;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import llamaline.kafka.KafkaClients;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Moves the reader of requests past records that cannot be decoded: the framework's reader polls
 * before such a record for ever, without a sign. A partition whose position stays, with records
 * behind it, is read by a client of its own, which proves that the record is in the way; a reader
 * that only waits for room is left alone. One thread of its own.
 */
final class RequestGuard implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RequestGuard.class.getName());
    private static final String READER = "requests";
    private static final long INTERVAL_SECONDS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final KafkaConsumer<?, ?> reader;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("request-guard").daemon().factory());
    private Map<TopicPartition, Long> last = Map.of();

    private RequestGuard(KafkaClients clients, KafkaConsumer<?, ?> reader) {
        this.clients = clients;
        this.reader = reader;
    }

    /** Starts to look after the channel of this name. */
    static RequestGuard start(KafkaClients clients, KafkaClientService channels, String channel) {
        var guard = new RequestGuard(clients, channels.getConsumer(channel));
        var _ =
                guard.timer.scheduleWithFixedDelay(
                        guard::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return guard;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** A task that throws would end its own repetition. */
    private void look() {
        try {
            Map<TopicPartition, Long> behind =
                    reader.runOnPollingThread(RequestGuard::behind).await().atMost(TIMEOUT);
            Map<TopicPartition, Long> still = new HashMap<>(behind);
            still.entrySet().retainAll(last.entrySet());
            last = behind;
            if (still.isEmpty()) {
                clients.readers().works(READER);
                return;
            }
            clients.firstReadable("request-guard", still)
                    .forEach((partition, offset) -> moveOn(partition, still, offset));
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "the reader of requests was not looked at: {0}", e.toString());
        } catch (RuntimeException e) {
            clients.readers().failed(READER);
            LOG.log(Level.WARNING, "the reader of requests does not answer: {0}", e.toString());
        }
    }

    private void moveOn(TopicPartition partition, Map<TopicPartition, Long> still, long offset) {
        long stuck = still.getOrDefault(partition, offset);
        if (offset > stuck) {
            reader.runOnPollingThread(
                            consumer -> {
                                seek(consumer, partition, stuck, offset);
                            })
                    .await()
                    .atMost(TIMEOUT);
        }
    }

    /** The positions with records behind them that the reader has not got yet. */
    private static Map<TopicPartition, Long> behind(Consumer<?, ?> consumer) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            if (consumer.currentLag(partition).orElse(0) > 0) {
                positions.put(partition, consumer.position(partition));
            }
        }
        return positions;
    }

    private static void seek(
            Consumer<?, ?> consumer, TopicPartition partition, long stuck, long offset) {
        if (consumer.assignment().contains(partition) && consumer.position(partition) == stuck) {
            consumer.seek(partition, offset);
        }
    }
}
