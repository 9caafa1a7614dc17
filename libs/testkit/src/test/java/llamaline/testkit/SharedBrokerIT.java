package llamaline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import llamaline.contract.ControlDeserializer;
import llamaline.contract.Topics;
import llamaline.v1.Cancellation;
import llamaline.v1.Control;
import llamaline.v1.FinishReason;
import llamaline.v1.Finished;
import llamaline.v1.TokenEvent;
import llamaline.v1.TokenEvents;
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

    private static Control cancellation(String id) {
        return Control.newBuilder()
                .setCancellation(Cancellation.newBuilder().setRequestId(id))
                .build();
    }
}
