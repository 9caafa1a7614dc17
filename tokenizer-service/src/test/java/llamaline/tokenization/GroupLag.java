package llamaline.tokenization;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import llamaline.contract.Topic;
import llamaline.testkit.SharedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How many records of a topic a group has not committed. */
final class GroupLag implements AutoCloseable {
    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
    private final String group;
    private final Topic topic;

    GroupLag(String group, Topic topic) {
        this.group = group;
        this.topic = topic;
    }

    long records() {
        try {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int i = 0; i < topic.partitions(); i++) {
                ends.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
            }
            var latest = admin.listOffsets(ends).all().get();
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            return latest.entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - committed(committed, end.getKey()))
                    .sum();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker did not tell", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static long committed(
            Map<TopicPartition, OffsetAndMetadata> offsets, TopicPartition partition) {
        OffsetAndMetadata offset = offsets.get(partition);
        return offset == null ? 0 : offset.offset();
    }

    @Override
    public void close() {
        admin.close();
    }
}
