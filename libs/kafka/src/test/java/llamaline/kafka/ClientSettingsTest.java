package llamaline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The settings of every client that the three services open by hand, whole: a setting that one of
 * them gains, loses or changes fails here.
 */
class ClientSettingsTest {
    private static final int MIB = 1024 * 1024;

    /** With what nobody should give, and some do: a group for readers that have none. */
    private static final KafkaSettings COMMON =
            new KafkaSettings(
                    Map.of(
                            "bootstrap.servers", "kafka:9092",
                            "security.protocol", "SSL",
                            "group.id", "someone's",
                            "max.partition.fetch.bytes", "1",
                            "acks", "0"));

    private static final ClientSettings GATEWAY =
            new ClientSettings(COMMON, "gateway-1", Duration.ofSeconds(10));
    private static final ClientSettings WORKER =
            new ClientSettings(COMMON, "worker-1", Duration.ofMinutes(5));

    @Test
    void everyReaderIsWithoutAGroupAndMakesNoTopic() {
        Map<String, Object> expected =
                with(
                        Map.of(
                                "client.id",
                                "gateway-1-token-consumer",
                                "enable.auto.commit",
                                false,
                                "auto.offset.reset",
                                "latest",
                                "allow.auto.create.topics",
                                false,
                                "default.api.timeout.ms",
                                10_000,
                                "max.partition.fetch.bytes",
                                8 * MIB,
                                "max.poll.records",
                                10_000));
        expected.remove("group.id");

        assertSame(expected, GATEWAY.reader("token-consumer", 10_000, "latest"));

        expected.put("client.id", "worker-1-cancellation-consumer");
        expected.put("auto.offset.reset", "earliest");
        expected.put("default.api.timeout.ms", 300_000);
        expected.put("max.poll.records", 8);
        assertSame(expected, WORKER.reader("cancellation-consumer", 8, "earliest"));
    }

    @Test
    void everyProducerWaitsForAllReplicas() {
        Map<String, Object> expected =
                with(
                        Map.of(
                                "client.id",
                                "gateway-1-producer",
                                "acks",
                                "all",
                                "enable.idempotence",
                                true,
                                "linger.ms",
                                0,
                                "delivery.timeout.ms",
                                10_000,
                                "request.timeout.ms",
                                5_000,
                                "max.block.ms",
                                5_000,
                                "buffer.memory",
                                64L * MIB,
                                "max.request.size",
                                8 * MIB + 64 * 1024,
                                "metadata.max.idle.ms",
                                31_536_000_000L));

        assertSame(expected, GATEWAY.producer("producer", Duration.ofSeconds(10), 64L * MIB));

        expected.put("client.id", "worker-1-producer");
        expected.put("delivery.timeout.ms", 30_000);
        expected.put("request.timeout.ms", 10_000);
        expected.put("buffer.memory", 32L * MIB);
        assertSame(expected, WORKER.producer("producer", Duration.ofSeconds(30), 32L * MIB));
    }

    @Test
    void aShareConsumerTakesOneRecordAtATime() {
        Map<String, Object> expected =
                with(
                        Map.of(
                                "client.id", "worker-1-prompts",
                                "group.id", "llamaline.workers.demo",
                                "share.acquire.mode", "record_limit",
                                "share.acknowledgement.mode", "explicit",
                                "max.poll.records", 1,
                                "max.poll.interval.ms", Integer.MAX_VALUE));

        assertSame(expected, WORKER.shareConsumer("prompts", "llamaline.workers.demo"));
    }

    @Test
    void anAdminClientAsksASecondTime() {
        Map<String, Object> expected =
                with(
                        Map.of(
                                "client.id", "gateway-1-topics",
                                "default.api.timeout.ms", 10_000,
                                "request.timeout.ms", 5_000));

        assertSame(expected, GATEWAY.admin("topics"));

        expected.put("client.id", "worker-1-topics");
        expected.put("default.api.timeout.ms", 300_000);
        expected.put("request.timeout.ms", 10_000);
        assertSame(expected, WORKER.admin("topics"));
    }

    private static Map<String, Object> with(Map<String, Object> own) {
        Map<String, Object> settings = new TreeMap<>(COMMON.values());
        settings.putAll(own);
        return settings;
    }

    private static void assertSame(Map<String, Object> expected, Map<String, Object> actual) {
        assertEquals(expected.toString(), new TreeMap<>(actual).toString());
        assertEquals(expected, actual);
    }
}
