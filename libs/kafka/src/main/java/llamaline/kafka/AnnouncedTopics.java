package llamaline.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import llamaline.contract.Topics;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics on which services announce themselves and what they want, each of one partition, and
 * where a service begins to read them.
 */
public final class AnnouncedTopics {
    /**
     * A cancellation may overtake its request by the time that the request waits for a service; and
     * a gateway announces itself several times in this.
     */
    private static final Duration CONTROL_LOOKBACK = Duration.ofMinutes(15);

    private AnnouncedTopics() {}

    /** All model cards that were ever announced and not taken back. */
    public static Map<TopicPartition, TopicPosition> models() {
        return Map.of(partition(Topics.MODELS.name()), new TopicPosition.Beginning());
    }

    /** The statuses of workers from now on: those before say nothing about now. */
    public static Map<TopicPartition, TopicPosition> workers() {
        return Map.of(partition(Topics.WORKERS.name()), new TopicPosition.End());
    }

    /** Cancellations and gateways, from a while before {@code now} on. */
    public static Map<TopicPartition, TopicPosition> control(Instant now) {
        Instant since = now.minus(CONTROL_LOOKBACK);
        return Map.of(partition(Topics.CONTROL.name()), new TopicPosition.Since(since));
    }

    private static TopicPartition partition(String topic) {
        return new TopicPartition(topic, 0);
    }
}
