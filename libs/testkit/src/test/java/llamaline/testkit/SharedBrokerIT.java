package llamaline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Topic;
import llamaline.contract.TopicCreationException;
import llamaline.contract.TopicCreator;
import llamaline.contract.Topics;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.FinishReason;
import llamaline.v1.Finished;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class SharedBrokerIT {
    private static final String BROKER = SharedBroker.bootstrapServers();

    @Test
    void readsWhatIsWrittenAfterTheOpening() {
        try (var producer = new TestProducer(BROKER)) {
            producer.create(Topics.CONTROL);
            producer.send(Topics.CONTROL, "early", cancellation("early"));
            try (var tail =
                    TopicTail.open(BROKER, Topics.CONTROL.name(), new ControlDeserializer())) {
                producer.send(Topics.CONTROL, "late", cancellation("late"));

                assertEquals("late", tail.await(1).getFirst().key());
                assertEquals(cancellation("late"), tail.all().getFirst().value());
            }
        }
    }

    @Test
    void collectsTheEventsOfARequestUpToItsEnd() {
        TokenEvent other = TokenEvent.newBuilder().setRequestId("other").setAttempt(1).build();
        TokenEvent end =
                TokenEvent.newBuilder()
                        .setRequestId("mine")
                        .setAttempt(1)
                        .setFinished(Finished.newBuilder().setReason(FinishReason.STOP))
                        .build();
        try (var producer = new TestProducer(BROKER)) {
            producer.create(Topics.TOKENS);
            try (var tail = TokensTail.open(BROKER)) {
                TokenEvents record =
                        TokenEvents.newBuilder().addEvents(other).addEvents(end).build();
                producer.send(Topics.TOKENS, "key", record);

                assertEquals(List.of(end), tail.awaitFinished("mine", 1));
                assertEquals(FinishReason.STOP, tail.finished("mine", 1).getReason());
                assertEquals(List.of(record), tail.all());
            }
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

    private static Control cancellation(String id) {
        return Control.newBuilder()
                .setCancellation(Cancellation.newBuilder().setRequestId(id))
                .build();
    }
}
