package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import llamaline.v1.ReplyTo;
import org.junit.jupiter.api.Test;

class ReplyAddressTest {
    private static ReplyTo to(String topic, int partition, String gatewayId) {
        return ReplyTo.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setGatewayId(gatewayId)
                .build();
    }

    @Test
    void readsATopicThatBeginsAsTheTokensTopic() {
        for (String topic : new String[] {"llamaline.tokens", "llamaline.tokens.test"}) {
            assertEquals(
                    Optional.of(new ReplyAddress(topic, 3, "gateway")),
                    ReplyAddress.of(to(topic, 3, "gateway")));
        }
        assertEquals(
                Optional.of(new ReplyAddress("llamaline.tokens", 0, "")),
                ReplyAddress.of(to("llamaline.tokens", 0, "")));
    }

    @Test
    void namesNoOtherPlace() {
        ReplyTo[] wrong = {
            ReplyTo.getDefaultInstance(),
            to("llamaline.models", 0, "gateway"),
            to("llamaline.tokens" + "x".repeat(300), 0, "gateway"),
            to("llamaline.tokens", -1, "gateway"),
            to("llamaline.tokens", 0, "x".repeat(257))
        };
        for (ReplyTo to : wrong) {
            assertEquals(Optional.empty(), ReplyAddress.of(to), to::toString);
        }
        assertThrows(
                IllegalArgumentException.class, () -> new ReplyAddress("models", 0, "gateway"));
    }
}
