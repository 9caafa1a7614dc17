package llamaline.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final TopicPartition WORDS = new TopicPartition("words", 0);

    @TempDir Path directory;

    @Test
    void keepsItsRecordsAcrossARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory))) {
            createWords(broker);
            produce(broker, "one", "two");
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory))) {
            produce(broker, "three");

            assertEquals(List.of("one", "two", "three"), consume(broker, 3));
        }
    }

    @Test
    void givesEachRecordOfAShareGroupToOneConsumer() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory))) {
            createWords(broker);
            startAtTheBeginning(broker, "readers");
            produce(broker, "one", "two", "three");

            assertEquals(List.of("one", "two", "three"), share(broker, "readers", 3));
        }
    }

    @Test
    void takesARecordOfEightMebibytes() throws Exception {
        String big = "x".repeat(8 * 1024 * 1024 - 1024);
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(directory))) {
            createWords(broker);
            produce(broker, big);

            assertEquals(List.of(big), consume(broker, 1));
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = new BrokerSettings(directory, taken.getLocalPort(), "127.0.0.1");

            var error =
                    assertThrows(BrokerStartException.class, () -> EmbeddedBroker.start(settings));

            assertTrue(error.toString().contains(":" + taken.getLocalPort()), error::toString);
        }
    }

    @Test
    void refusesADirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a folder");
        var settings = BrokerSettings.onLoopback(file.resolve("data"));

        var error = assertThrows(BrokerStartException.class, () -> EmbeddedBroker.start(settings));

        assertTrue(error.toString().contains(file.toString()), error::toString);
    }

    @Test
    void refusesADirectoryThatAnotherBrokerUses() {
        var settings = BrokerSettings.onLoopback(directory);
        try (EmbeddedBroker first = EmbeddedBroker.start(settings)) {
            var error =
                    assertThrows(BrokerStartException.class, () -> EmbeddedBroker.start(settings));

            assertTrue(error.toString().contains("using this directory"), error::toString);
            assertTrue(first.bootstrapServers().startsWith("127.0.0.1:"));
        }
    }

    @Test
    void refusesAWildcardHost() {
        var settings = new BrokerSettings(directory, 0, "0.0.0.0");

        var error = assertThrows(BrokerStartException.class, () -> EmbeddedBroker.start(settings));

        assertTrue(error.toString().contains("0.0.0.0"), error::toString);
    }

    private static Map<String, Object> bootstrap(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static Map<String, Object> reader(EmbeddedBroker broker, String group) {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                group,
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class);
    }

    private static void createWords(EmbeddedBroker broker)
            throws ExecutionException, InterruptedException {
        var topic =
                new NewTopic("words", 1, (short) 1)
                        .configs(Map.of("max.message.bytes", String.valueOf(8 * 1024 * 1024)));
        try (Admin admin = Admin.create(bootstrap(broker))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static void startAtTheBeginning(EmbeddedBroker broker, String group)
            throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var earliest = new ConfigEntry("share.auto.offset.reset", "earliest");
        var lock = new ConfigEntry("share.record.lock.duration.ms", "1000");
        try (Admin admin = Admin.create(bootstrap(broker))) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    resource,
                                    List.of(
                                            new AlterConfigOp(earliest, AlterConfigOp.OpType.SET),
                                            new AlterConfigOp(lock, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static void produce(EmbeddedBroker broker, String... values)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "acks",
                        "all",
                        "max.request.size",
                        9 * 1024 * 1024);
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("words", value)).get();
            }
        }
    }

    private static List<String> consume(EmbeddedBroker broker, int count) {
        try (var consumer = new KafkaConsumer<String, String>(reader(broker, "reader"))) {
            consumer.assign(List.of(WORDS));
            consumer.seekToBeginning(List.of(WORDS));
            List<String> values = new ArrayList<>();
            Instant end = Instant.now().plus(LIMIT);
            while (values.size() < count && Instant.now().isBefore(end)) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    private static List<String> share(EmbeddedBroker broker, String group, int count) {
        try (var consumer = new KafkaShareConsumer<String, String>(reader(broker, group))) {
            consumer.subscribe(List.of("words"));
            List<String> values = new ArrayList<>();
            Instant end = Instant.now().plus(LIMIT);
            while (values.size() < count && Instant.now().isBefore(end)) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }
}
