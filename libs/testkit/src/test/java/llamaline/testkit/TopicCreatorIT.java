package llamaline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import llamaline.contract.Topic;
import llamaline.contract.TopicCreator;
import llamaline.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TopicCreatorIT {
    private static final int TOPICS = 20;

    @Test
    void returnsWhenTheBrokerTellsClientsOfEachTopic() throws Exception {
        String prefix = "model-" + UUID.randomUUID() + "-";
        List<Topic> topics =
                IntStream.range(0, TOPICS).mapToObj(i -> Topics.prompts(prefix + i)).toList();
        List<String> names = topics.stream().map(Topic::name).toList();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            var known = new ArrayList<String>();
            for (Topic topic : topics) {
                TopicCreator.ensure(admin, List.of(topic), (short) 1);
                known.addAll(
                        admin.describeTopics(List.of(topic.name())).allTopicNames().get().keySet());
            }
            assertEquals(names, known);
            admin.deleteTopics(names).all().get();
        }
    }
}
