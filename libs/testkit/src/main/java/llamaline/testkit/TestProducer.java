package llamaline.testkit;

import com.google.protobuf.MessageLite;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import llamaline.contract.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Creates topics and writes records; the broker has each when the call returns. */
public final class TestProducer implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = Topic.MAX_RECORD_BYTES + 1024 * 1024;

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    /** Connects to a broker. */
    public TestProducer(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        0,
                        "max.request.size",
                        MAX_REQUEST_BYTES);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Creates the topics that are missing, with one replica. */
    public void create(Collection<Topic> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (Topic topic : topics) {
                create(admin, topic);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a topic was not made", e);
        }
    }

    private static void create(Admin admin, Topic topic)
            throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(topic.newTopic((short) 1))).all().get();
            Await.until("the broker knows " + topic.name(), () -> isKnown(admin, topic));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static boolean isKnown(Admin admin, Topic topic) {
        var topics = admin.describeTopics(List.of(topic.name())).allTopicNames();
        return topics.toCompletionStage()
                .handle((found, _) -> found != null)
                .toCompletableFuture()
                .join();
    }

    /** Creates the topics that are missing, with one replica. */
    public void create(Topic... topics) {
        create(List.of(topics));
    }

    /** Writes a message. */
    public void send(Topic topic, String key, MessageLite message) {
        send(topic, key, message.toByteArray());
    }

    /** Writes bytes that may be no message, for what readers do with malformed records. */
    public void send(Topic topic, String key, byte[] bytes) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, bytes)).get();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker did not take a record of " + topic.name(), e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
