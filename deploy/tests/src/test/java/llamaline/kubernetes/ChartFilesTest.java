package llamaline.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import org.junit.jupiter.api.Test;

/** What can be said of the chart without Helm. */
class ChartFilesTest {
    private static final Pattern VARIABLE = Pattern.compile("LLAMALINE_[A-Z_]*[A-Z]");
    private static final List<Topic> TOPICS =
            List.of(
                    Topics.REQUESTS,
                    Topics.TOKENS,
                    Topics.CONTROL,
                    Topics.MODELS,
                    Topics.WORKERS,
                    Topics.DEAD_LETTERS);

    @Test
    void listsTheTopicsOfTheContract() {
        JsonNode file = Chart.yaml(Chart.FOLDER.resolve("files/topics.yaml"));
        assertEquals(Topic.MAX_RECORD_BYTES, file.path("maxMessageBytes").asLong());
        var listed = new ArrayList<Map<String, String>>();
        file.path("topics").forEach(topic -> listed.add(listed(topic, file.path("compacted"))));
        assertEquals(TOPICS.stream().map(ChartFilesTest::contracted).toList(), listed);
        assertEquals(
                contracted(Topics.prompts("")),
                listed(file.path("prompts"), file.path("compacted")));
    }

    @Test
    void setsNoSettingThatNobodyReads() {
        Set<String> known = ServiceSettings.byVariable().keySet();
        var named = new TreeSet<String>();
        for (Path template : Chart.templates()) {
            VARIABLE.matcher(Chart.text(template)).results().forEach(v -> named.add(v.group()));
        }
        assertTrue(named.contains("LLAMALINE_GATEWAY_INDEX"), named::toString);
        named.removeAll(known);
        assertEquals(Set.of(), named);
    }

    @Test
    void allowsNoSettingThatNobodyReads() {
        JsonNode values = ValuesSchema.json().path("properties");
        var allowed = new TreeSet<String>();
        addNames(allowed, "llamaline.gateway.", values.path("gateway"));
        addNames(allowed, "llamaline.tokenizer.", values.path("tokenizer"));
        addNames(allowed, "llamaline.worker.", values.path("workerDefaults"));
        addNames(allowed, "llamaline.worker.", values.path("workers").path("items"));
        assertTrue(allowed.contains("llamaline.worker.kv-budget"), allowed::toString);
        allowed.removeAll(ServiceSettings.names());
        assertEquals(Set.of(), allowed);
    }

    @Test
    void takesItsDefaultsAndExamples() {
        assertEquals(List.of(), ValuesSchema.complaints(Chart.FOLDER.resolve("values.yaml")));
        assertFalse(Chart.examples().isEmpty());
        for (Path example : Chart.examples()) {
            assertEquals(List.of(), ValuesSchema.complaints(example), example::toString);
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefuses("gateway: {settings: {limits.open-call: 5}}", "limits.open-call");
        assertRefuses("workers: [{name: a, source: {}}]", "source");
        assertRefuses("workers: [{name: A, source: {hostPath: {path: /m}}}]", "name");
        assertRefuses("kafka: {settings: {sasl.jaas.config: secret}}", "sasl.jaas.config");
        assertRefuses("workerDefaults: {autoscaling: {minReplicas: 0}}", "minReplicas");
    }

    private static void assertRefuses(String values, String named) {
        List<String> complaints = ValuesSchema.complaints(Chart.tree(values));
        assertTrue(complaints.toString().contains(named), complaints::toString);
    }

    private static void addNames(Set<String> names, String prefix, JsonNode service) {
        JsonNode settings = service.path("properties").path("settings").path("properties");
        assertFalse(settings.isMissingNode(), prefix);
        settings.fieldNames().forEachRemaining(name -> names.add(prefix + name));
    }

    private static Map<String, String> contracted(Topic topic) {
        Map<String, String> all = new HashMap<>(topic.newTopic((short) 3).configs());
        all.remove("max.message.bytes");
        all.remove("min.insync.replicas");
        all.put("name", topic.name());
        all.put("partitions", String.valueOf(topic.partitions()));
        return all;
    }

    private static Map<String, String> listed(JsonNode topic, JsonNode compacted) {
        Map<String, String> all = new HashMap<>();
        all.put("name", topic.path("name").asText());
        all.put("partitions", topic.path("partitions").asText());
        if (topic.path("compacted").asBoolean()) {
            compacted.properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
        } else {
            all.put("retention.ms", topic.path("retentionMs").asText());
            all.put("segment.ms", topic.path("segmentMs").asText());
        }
        return all;
    }
}
