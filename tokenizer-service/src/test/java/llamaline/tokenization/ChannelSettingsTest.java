package llamaline.tokenization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The settings of the three channels' Kafka clients, whole: what drifts fails here. */
class ChannelSettingsTest {
    private static final Path FILE = Path.of("src/main/resources/application.properties");
    private static final String INCOMING = "mp.messaging.incoming.requests.";
    private static final String OUTGOING = "mp.messaging.outgoing.";

    @Test
    void requestsAreReadInBatchesThatAHeapHolds() throws IOException {
        Map<String, String> expected =
                Map.ofEntries(
                        Map.entry("connector", "smallrye-kafka"),
                        Map.entry("topic", "llamaline.requests"),
                        Map.entry("kafka-configuration", "requests-consumer"),
                        Map.entry("group.id", "tokenizer-service"),
                        Map.entry(
                                "value.deserializer",
                                "llamaline.contract.GenerationRequestDeserializer"),
                        Map.entry("auto.offset.reset", "earliest"),
                        Map.entry("allow.auto.create.topics", "false"),
                        Map.entry("batch", "true"),
                        Map.entry("commit-strategy", "throttled"),
                        Map.entry("throttled.unprocessed-record-max-age.ms", "0"),
                        Map.entry("auto.commit.interval.ms", "500"),
                        Map.entry("failure-strategy", "ignore"),
                        Map.entry("pausable", "true"),
                        Map.entry("initially-paused", "true"),
                        Map.entry("session.timeout.ms", "6000"),
                        Map.entry("heartbeat.interval.ms", "2000"),
                        Map.entry("max.poll.records", "8"),
                        Map.entry("fetch.max.bytes", "8388608"),
                        Map.entry("max.partition.fetch.bytes", "1048576"));

        assertEquals(new TreeMap<>(expected), settings(INCOMING));
    }

    @Test
    void promptsAndTokensAreWrittenAsTheWorkersDo() throws IOException {
        for (String channel : new String[] {"prompts", "tokens"}) {
            Map<String, String> expected =
                    Map.ofEntries(
                            Map.entry("connector", "smallrye-kafka"),
                            Map.entry("topic", "llamaline." + channel),
                            Map.entry("value.serializer", "llamaline.contract.ProtobufSerializer"),
                            Map.entry("acks", "all"),
                            Map.entry("enable.idempotence", "true"),
                            Map.entry("linger.ms", "0"),
                            Map.entry("max.request.size", "8454144"),
                            Map.entry("max.block.ms", "5000"),
                            Map.entry("request.timeout.ms", "10000"),
                            Map.entry("delivery.timeout.ms", "30000"),
                            Map.entry("metadata.max.idle.ms", "2000000000"));

            assertEquals(new TreeMap<>(expected), settings(OUTGOING + channel + "."));
        }
    }

    private static Map<String, String> settings(String prefix) throws IOException {
        var all = new Properties();
        try (Reader file = Files.newBufferedReader(FILE)) {
            all.load(file);
        }
        Map<String, String> settings = new TreeMap<>();
        for (String name : all.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                settings.put(name.substring(prefix.length()), all.getProperty(name));
            }
        }
        return settings;
    }
}
