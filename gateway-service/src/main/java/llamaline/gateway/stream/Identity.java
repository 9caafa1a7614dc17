package llamaline.gateway.stream;

import llamaline.v1.ReplyTo;

/**
 * The reply address of this gateway's requests.
 *
 * @param gatewayId the gateway's id, random at each start
 * @param topic the topic of token events
 * @param partition the gateway's own partition of it
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
