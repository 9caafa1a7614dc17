package llamaline.contract;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic as its writer creates it where it is missing.
 *
 * @param name full name
 * @param partitions at least 1
 * @param retention how long a record is kept; {@link Duration#ZERO} = compacted, for ever
 */
public record Topic(String name, int partitions, Duration retention) {
    /** Largest record on any topic, in bytes: the limit for producers, consumers and brokers. */
    public static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

    public Topic {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be >= 1, got " + partitions);
        }
    }

    /** Returns the same topic with another count of partitions. */
    public Topic withPartitions(int count) {
        return new Topic(name, count, retention);
    }

    /**
     * Returns what an AdminClient creates: {@code min.insync.replicas} is 2 from three replicas on.
     *
     * @param replication at least 1
     */
    public NewTopic newTopic(short replication) {
        Map<String, String> configs = new LinkedHashMap<>();
        configs.put("max.message.bytes", String.valueOf(MAX_RECORD_BYTES));
        configs.put("min.insync.replicas", replication >= 3 ? "2" : "1");
        if (retention.isZero()) {
            configs.put("cleanup.policy", "compact");
            configs.put("segment.ms", String.valueOf(Duration.ofMinutes(10).toMillis()));
            configs.put("min.cleanable.dirty.ratio", "0.1");
        } else {
            configs.put("retention.ms", String.valueOf(retention.toMillis()));
            long segment = Math.max(60_000, retention.toMillis() / 6);
            configs.put("segment.ms", String.valueOf(segment));
        }
        return new NewTopic(name, partitions, replication).configs(configs);
    }
}
