package llamaline.worker;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import llamaline.contract.Topic;
import llamaline.testkit.SharedBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.TopicPartition;

/** How many records of a topic its share group has not acknowledged. */
final class ShareGroupLag {
    private ShareGroupLag() {}

    static long of(String group, Topic topic) {
        List<TopicPartition> partitions =
                IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number))
                        .toList();
        var spec = new ListShareGroupOffsetsSpec().topicPartitions(partitions);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            return admin
                    .listShareGroupOffsets(Map.of(group, spec))
                    .partitionsToOffsetInfo(group)
                    .get()
                    .values()
                    .stream()
                    .filter(Objects::nonNull)
                    .mapToLong(offset -> offset.lag().orElseThrow())
                    .sum();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker did not tell", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
