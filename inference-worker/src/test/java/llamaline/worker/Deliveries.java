package llamaline.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import llamaline.contract.Topic;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A worker that takes a prompt and gives it back, as if it had died. */
final class Deliveries {
    private Deliveries() {}

    /** The topic's one open record is then delivered for the third time. */
    static void releaseTwice(String group, Topic topic) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        SharedBroker.bootstrapServers(),
                        "group.id",
                        group,
                        "share.acknowledgement.mode",
                        "explicit");
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaShareConsumer<>(settings, bytes, bytes)) {
            consumer.subscribe(List.of(topic.name()));
            int[] released = {0};
            Await.until(
                    "two deliveries",
                    () -> {
                        for (ConsumerRecord<byte[], byte[]> record :
                                consumer.poll(Duration.ofMillis(100))) {
                            boolean isOver = released[0] == 2;
                            consumer.acknowledge(record, AcknowledgeType.RELEASE);
                            released[0] += isOver ? 0 : 1;
                        }
                        consumer.commitSync();
                        return released[0] == 2;
                    });
        }
    }
}
