package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.testkit.Await;
import llamaline.testkit.SharedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TopicCreatorIT {
    private static final String BROKER = SharedBroker.bootstrapServers();
    private static final int TOPICS = 20;
    private static final int LIMIT = Topic.MAX_RECORD_BYTES;

    @Test
    void returnsWhenTheBrokerTellsClientsOfEachTopic() throws Exception {
        String prefix = "model-" + UUID.randomUUID() + "-";
        List<Topic> topics =
                IntStream.range(0, TOPICS).mapToObj(i -> Topics.prompts(prefix + i)).toList();
        List<String> names = topics.stream().map(Topic::name).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            var known = new ArrayList<String>();
            for (Topic topic : topics) {
                TopicCreator.ensure(admin, List.of(topic), (short) 1);
                known.addAll(
                        admin.describeTopics(List.of(topic.name())).allTopicNames().get().keySet());
            }
            assertEquals(names, known);
            admin.deleteTopics(names).all().get();
        }
    }

    @Test
    void createsATopicOnceAndGrowsIt() throws Exception {
        Topic few = new Topic("llamaline.test.growing", 2, Duration.ofHours(1));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            TopicCreator.ensure(admin, List.of(few), (short) 1);
            TopicCreator.ensure(admin, List.of(few.withPartitions(5)), (short) 1);
            TopicCreator.ensure(admin, List.of(few), (short) 1);
            Await.until("5 partitions", () -> partitions(admin, few) == 5);
        }
    }

    @Test
    void saysWhichTopicCannotBeCreated() {
        Topic topic = new Topic("llamaline.test.replicated", 1, Duration.ofHours(1));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            var error =
                    assertThrows(
                            TopicCreationException.class,
                            () -> TopicCreator.ensure(admin, List.of(topic), (short) 3));

            assertTrue(error.toString().contains(topic.name()), error::toString);
            assertTrue(error.toString().contains("3 copies"), error::toString);
        }
    }

    @Test
    void hasTheBrokerRefuseARecordThatIsHugeWhenItIsUnpacked() throws Exception {
        Topic before = new Topic("llamaline.test.unlimited", 1, Duration.ZERO);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER))) {
            admin.createTopics(List.of(before.newTopic((short) 1))).all().get();
            TopicCreator.ensure(admin, List.of(before), (short) 1);

            Await.until("the broker knows the limit", () -> !takes(before, 2 * LIMIT));

            assertTrue(takes(before, LIMIT - 100));
        }
    }

    /** Sends zeros, which gzip makes a thousand times smaller. */
    private static boolean takes(Topic topic, int size) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        BROKER,
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        4 * LIMIT,
                        "enable.idempotence",
                        false);
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.name(), new byte[] {1}, new byte[size])).get();
            return true;
        } catch (ExecutionException e) {
            assertInstanceOf(InvalidRecordException.class, e.getCause());
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int partitions(Admin admin, Topic topic) {
        try {
            return admin.describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
