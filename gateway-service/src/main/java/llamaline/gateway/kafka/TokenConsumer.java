package llamaline.gateway.kafka;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import llamaline.contract.TokenEventsDeserializer;
import llamaline.contract.Topics;
import llamaline.gateway.stream.PendingRequests;
import llamaline.kafka.KafkaClients;
import llamaline.kafka.TopicFollower;
import llamaline.kafka.TopicPosition;
import llamaline.v1.TokenEvents;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Hop 8 of the flow: reads this gateway's partition of {@link Topics#TOKENS} from its end, in
 * batches, and hands the events on in their order, on a thread of its own.
 */
final class TokenConsumer implements AutoCloseable {
    /** A batch may be small on its way and large when it is unpacked; a heap holds these. */
    private static final int MOST_RECORDS = 16;

    private final TokenEventsDeserializer deserializer = new TokenEventsDeserializer();
    private final PendingRequests pendingRequests;
    private final Runnable onUnreadable;
    private final TopicFollower follower;

    /**
     * Reads nothing yet.
     *
     * @param onUnreadable is run for each record that is no {@code TokenEvents}
     * @param onBroken is run where a defect ends the reading; must not wait
     */
    TokenConsumer(
            KafkaClients clients,
            int index,
            PendingRequests pendingRequests,
            Runnable onUnreadable,
            Runnable onBroken) {
        this.pendingRequests = pendingRequests;
        this.onUnreadable = onUnreadable;
        var partition = new TopicPartition(Topics.TOKENS.name(), index);
        follower =
                clients.follow(
                        "token-consumer",
                        MOST_RECORDS,
                        Map.of(partition, new TopicPosition.End()),
                        this::accept,
                        onBroken);
    }

    /** Completes when everything that is written from now on will be read. */
    CompletableFuture<Void> start() {
        return follower.start();
    }

    @Override
    public void close() {
        follower.close();
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        TokenEvents events = deserializer.deserialize(record.topic(), record.value());
        if (events == null) {
            onUnreadable.run();
            return;
        }
        pendingRequests.accept(events);
    }
}
