package llamaline.gateway.kafka;

import java.time.Instant;

/**
 * The gateway's identity at the broker, and what it creates there.
 *
 * @param index its partition of the tokens topic, from 0
 * @param gatewayId random at each start
 * @param replication copies of each record, for topics that it creates
 * @param startedAt by its own clock
 */
public record LinkSettings(int index, String gatewayId, short replication, Instant startedAt) {
    public LinkSettings {
        if (index < 0) {
            throw new IllegalArgumentException(
                    "llamaline.gateway.index must be >= 0, got " + index);
        }
        if (replication < 1) {
            throw new IllegalArgumentException(
                    "llamaline.topics.replication must be >= 1, got " + replication);
        }
    }
}
