package llamaline.contract;

import java.util.Optional;
import llamaline.v1.ReplyTo;

/**
 * The partition that the events of a request go to, as its request named it: of {@link
 * Topics#TOKENS}, or of another topic whose name begins as that one's. Kafka is a public way in, so
 * whoever is told of another topic must not write there.
 *
 * @param topic begins with the name of {@link Topics#TOKENS}
 * @param partition from 0
 * @param gatewayId stands in each event, so that a restarted gateway knows which are its own; may
 *     be empty
 */
public record ReplyAddress(String topic, int partition, String gatewayId) {
    /** The reason for rejecting a request that names no reply address. */
    public static final String MISSING =
            "reply_to does not name a topic " + Topics.TOKENS.name() + "...";

    public ReplyAddress {
        if (!isValid(topic, partition, gatewayId)) {
            throw new IllegalArgumentException(MISSING);
        }
    }

    /** Reads the address of a message; empty where it names none that may be written to. */
    public static Optional<ReplyAddress> of(ReplyTo to) {
        return isValid(to.getTopic(), to.getPartition(), to.getGatewayId())
                ? Optional.of(new ReplyAddress(to.getTopic(), to.getPartition(), to.getGatewayId()))
                : Optional.empty();
    }

    /** The address as a request names it. */
    public ReplyTo toMessage() {
        return ReplyTo.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setGatewayId(gatewayId)
                .build();
    }

    private static boolean isValid(String topic, int partition, String gatewayId) {
        return topic.startsWith(Topics.TOKENS.name())
                && Names.isName(topic)
                && partition >= 0
                && gatewayId.length() <= Names.LONGEST;
    }
}
