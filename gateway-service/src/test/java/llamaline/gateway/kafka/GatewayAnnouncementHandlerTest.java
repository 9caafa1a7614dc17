package llamaline.gateway.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.MessageLite;
import java.util.concurrent.atomic.AtomicInteger;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.gateway.models.Cards;
import llamaline.gateway.refusal.RefusedException;
import llamaline.v1.Control;
import llamaline.v1.GatewayAnnouncement;
import llamaline.v1.ModelCard;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Announcements in the order of their topics, also those that are none. */
class GatewayAnnouncementHandlerTest {
    private static final long MY_START = 1_700_000_000_000L;

    private final AtomicInteger superseded = new AtomicInteger();
    private final GatewayParts parts = new GatewayParts("127.0.0.1:1", 4, "me");
    private final GatewayAnnouncementHandler heard =
            new GatewayAnnouncementHandler(
                    parts.models,
                    parts.pendingRequests,
                    here(4, "me", MY_START),
                    superseded::incrementAndGet);

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void whoComesAfterMeAndStartedLaterIsYounger() throws InterruptedException {
        hear("before");
        hear("me");
        assertEquals(0, superseded.get());
        hear("after", MY_START + 1);
        assertEquals(1, superseded.get());
    }

    @Test
    void whoStartedEarlierNeverStopsMe() throws InterruptedException {
        hear("me");
        hear("older", MY_START - 1);
        hear("without a start", 0);
        assertEquals(0, superseded.get());
    }

    @Test
    void whereBothStartedAtOnceTheGreaterIdStays() throws InterruptedException {
        hear("me");
        hear("a", MY_START);
        assertEquals(0, superseded.get());
        hear("z", MY_START);
        assertEquals(1, superseded.get());
    }

    @Test
    void whoHasNoNameOrTooLongAOneIsNoGateway() throws InterruptedException {
        hear("me");
        hear("", MY_START + 1);
        hear("z".repeat(257), MY_START + 1);
        assertEquals(0, superseded.get());
    }

    @Test
    void aPredecessorThatSpeaksAgainIsNotYounger() throws InterruptedException {
        hear("before", MY_START + 1);
        hear("me");
        hear("before", MY_START + 1);
        hear("me");
        assertEquals(0, superseded.get());
    }

    @Test
    void otherIndexesAreNobodysBusiness() throws InterruptedException {
        hear("me");
        heard.accept(
                record(
                        Topics.CONTROL,
                        Control.newBuilder()
                                .setGatewayAnnouncement(here(3, "x", MY_START + 1))
                                .build()));
        assertEquals(0, superseded.get());
    }

    @Test
    void modelsComeAndGo() throws InterruptedException {
        heard.accept(record(Topics.MODELS, Cards.infilling("demo")));
        heard.accept(record(Topics.WORKERS, Cards.status("w", "demo")));
        assertTrue(parts.models.isServed("demo"));
        assertEquals("demo", parts.models.choose("demo").name());

        heard.accept(new ConsumerRecord<>(Topics.MODELS.name(), 0, 0, "demo", null));

        assertThrows(RefusedException.class, () -> parts.models.choose("demo"));
    }

    @Test
    void whatIsNoAnnouncementIsSkipped() throws InterruptedException {
        for (Topic topic : new Topic[] {Topics.MODELS, Topics.WORKERS, Topics.CONTROL}) {
            heard.accept(record(topic, new byte[] {(byte) 0xff, 1}));
        }
        ModelCard broken = Cards.infilling("broken").toBuilder().clearTokenizer().build();
        heard.accept(record(Topics.MODELS, broken));
        assertThrows(RefusedException.class, () -> parts.models.choose("broken"));
        hear("me");
        hear("after", MY_START + 1);
        assertEquals(1, superseded.get());
    }

    @Test
    void aCardThatIsTooLargeIsIgnored() throws InterruptedException {
        ModelCard large =
                Cards.plain("large").toBuilder().setInfillRefusal("x".repeat(1_001)).build();
        heard.accept(record(Topics.MODELS, large));
        heard.accept(record(Topics.MODELS, Cards.infilling("demo")));

        assertThrows(RefusedException.class, () -> parts.models.choose("large"));
        assertEquals("demo", parts.models.choose("demo").name());
    }

    private void hear(String gatewayId) throws InterruptedException {
        hear(gatewayId, MY_START);
    }

    private void hear(String gatewayId, long started) throws InterruptedException {
        Control control =
                Control.newBuilder().setGatewayAnnouncement(here(4, gatewayId, started)).build();
        heard.accept(record(Topics.CONTROL, control));
    }

    private static GatewayAnnouncement here(int index, String gatewayId, long started) {
        return GatewayAnnouncement.newBuilder()
                .setIndex(index)
                .setGatewayId(gatewayId)
                .setStartedEpochMillis(started)
                .build();
    }

    private static ConsumerRecord<String, byte[]> record(Topic topic, MessageLite message) {
        return record(topic, message.toByteArray());
    }

    private static ConsumerRecord<String, byte[]> record(Topic topic, byte[] bytes) {
        return new ConsumerRecord<>(topic.name(), 0, 0, "key", bytes);
    }
}
