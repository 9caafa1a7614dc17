package llamaline.gateway.stream;

import llamaline.v1.ReplyTo;

/**
 * Who this gateway is: where its events go.
 *
 * @param gatewayId random at each start
 * @param topic of the events
 * @param partition the gateway's own
 */
public record Identity(String gatewayId, String topic, int partition) {
    ReplyTo replyTo() {
        return ReplyTo.newBuilder()
                .setGatewayId(gatewayId)
                .setTopic(topic)
                .setPartition(partition)
                .build();
    }
}
