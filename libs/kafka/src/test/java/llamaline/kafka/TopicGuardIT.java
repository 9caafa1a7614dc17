package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import llamaline.contract.Topic;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TopicGuardIT {
    private static final String BROKER = SharedBroker.bootstrapServers();

    private final Topic topic =
            new Topic("llamaline.test." + UUID.randomUUID(), 2, Duration.ofHours(1));
    private final ConcurrentLinkedQueue<Topic> created = new ConcurrentLinkedQueue<>();

    @Test
    void createsATopicAgainThatIsDeleted() throws Exception {
        var clients = new KafkaClients(KafkaSettings.of(BROKER), "test", Duration.ofSeconds(10));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            TopicCreator.ensure(admin, List.of(topic), (short) 1);
            try (TopicGuard _ =
                    TopicGuard.start(clients, List.of(topic), (short) 1, created::add)) {
                admin.deleteTopics(List.of(topic.name())).all().get();

                Await.until("the topic again", () -> created.contains(topic));
            }
            var descriptions = admin.describeTopics(List.of(topic.name())).allTopicNames().get();
            var again = Objects.requireNonNull(descriptions.get(topic.name()));
            assertEquals(2, again.partitions().size());
        }
    }
}
