package llamaline.worker.kafka;

import com.google.protobuf.MessageLite;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import llamaline.v1.TokenEvents;
import llamaline.worker.event.StepEvent;
import llamaline.worker.event.StepListener;
import llamaline.worker.prompt.PromptKey;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Hop 7 of the flow: publishes a step's events, one record for each gateway's partition.
 *
 * <p>Records of a partition keep their order. What the broker does not take is lost, and the
 * gateway will miss it; so the sequences concerned are given up at once. Thread-safe.
 */
public final class TokenPublisher implements StepListener {
    private static final Logger LOG = System.getLogger(TokenPublisher.class.getName());

    private final Producer<String, MessageLite> producer;
    private final String workerId;
    private final Consumer<PromptKey> onLost;
    private final AtomicLong lostRecords = new AtomicLong();

    /**
     * @param onLost is told whose events were lost; must not wait
     */
    public TokenPublisher(WorkerProducer producer, String workerId, Consumer<PromptKey> onLost) {
        this.producer = producer.client();
        this.workerId = workerId;
        this.onLost = onLost;
    }

    @Override
    public void onStep(List<StepEvent> events) {
        Map<Partition, TokenEvents.Builder> records = new LinkedHashMap<>();
        for (StepEvent event : events) {
            var partition = new Partition(event.reply().topic(), event.reply().partition());
            records.computeIfAbsent(partition, _ -> TokenEvents.newBuilder().setSourceId(workerId))
                    .addEvents(TokenEventMessages.of(event));
        }
        records.forEach((partition, record) -> send(partition, record.build()));
    }

    /** Records that the broker did not take, since the start. */
    public long lostRecords() {
        return lostRecords.get();
    }

    private void send(Partition partition, TokenEvents events) {
        ProducerRecord<String, MessageLite> record =
                new ProducerRecord<>(partition.topic, partition.number, null, events);
        try {
            var _ =
                    producer.send(
                            record,
                            (_, exception) -> {
                                if (exception != null) {
                                    lost(events, exception);
                                }
                            });
        } catch (KafkaException | IllegalStateException | IllegalArgumentException e) {
            lost(events, e);
        }
    }

    private void lost(TokenEvents events, Exception cause) {
        lostRecords.incrementAndGet();
        LOG.log(Level.WARNING, "token events were not taken: {0}", cause.toString());
        events.getEventsList()
                .forEach(event ->
                        onLost.accept(new PromptKey(event.getRequestId(), event.getAttempt())));
    }

    private record Partition(String topic, int number) {}
}
