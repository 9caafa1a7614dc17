package llamaline.kubernetes;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import llamaline.contract.Topic;
import llamaline.contract.Topics;
import llamaline.programs.Programs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chart as Helm renders it; skipped without Helm. */
class RenderedChartTest {
    private static final Path MINIMAL = Chart.example("minimal");
    private static final Path GPU = Chart.example("gpu");
    private static final Path STRIMZI = Chart.example("strimzi-keda");

    @BeforeEach
    void needsHelm() {
        Helm.require();
    }

    @Test
    void isLinted() {
        for (Path example : Chart.examples()) {
            Outcome outcome = Helm.lint(example);
            assertEquals(0, outcome.exitCode(), outcome::out);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertAll(
                () -> assertFails("kafka.bootstrapServers=", "kafka.bootstrapServers"),
                () -> assertFails("strimzi.topics=true", "strimzi.cluster"),
                () -> assertFails("workers[0].autoscaling.enabled=true", "keda.prometheus"));
    }

    @Test
    void describesTheContractsTopics() {
        Map<String, Map<String, String>> described =
                ofKind(STRIMZI, "KafkaTopic")
                        .map(topic -> topic.path("spec"))
                        .collect(
                                Collectors.toMap(
                                        spec -> spec.path("topicName").asText(),
                                        RenderedChartTest::described));
        assertEquals(contracted(20, 3, "CodeLlama-7b.v1_ä", "demo"), described);
    }

    @Test
    void asksOneBrokerForOneCopy() {
        List<JsonNode> topics =
                Helm.objects(STRIMZI, "kafka.replication=1", "gateway.replicas=2").stream()
                        .filter(object -> object.path("kind").asText().equals("KafkaTopic"))
                        .map(topic -> topic.path("spec"))
                        .toList();
        assertEquals(8, topics.size());
        for (JsonNode topic : topics) {
            assertEquals("1", described(topic).get("min.insync.replicas"));
            assertEquals(1, topic.path("replicas").asInt());
        }
    }

    @Test
    void givesEachPodAsLittleAsItNeeds() {
        for (Path example : Chart.examples()) {
            List<JsonNode> pods = pods(example).toList();
            assertFalse(pods.isEmpty());
            pods.forEach(RenderedChartTest::assertConfined);
        }
    }

    @Test
    void waitsLongerForAStopThanTheServiceTakes() {
        for (Path example : Chart.examples()) {
            pods(example).forEach(RenderedChartTest::assertPatient);
        }
    }

    @Test
    void tellsEachGatewayItsIndex() {
        JsonNode gateway = ofKind(MINIMAL, "StatefulSet").findFirst().orElseThrow();
        JsonNode index = variable(container(pod(gateway)), "LLAMALINE_GATEWAY_INDEX");
        assertEquals(
                "metadata.labels['apps.kubernetes.io/pod-index']",
                index.path("valueFrom").path("fieldRef").path("fieldPath").asText());
    }

    /** Kafka's broker.session.timeout.ms is 9 s by default. */
    @Test
    void missesWorkersLaterThanADeadBroker() {
        JsonNode gateway = ofKind(MINIMAL, "StatefulSet").findFirst().orElseThrow();
        JsonNode timeout = variable(container(pod(gateway)), "LLAMALINE_LIVENESS_WORKER_TIMEOUT");
        assertEquals("15s", timeout.path("value").asText());
    }

    @Test
    void putsCudaWorkersOnOneGpuEach() {
        List<JsonNode> workers =
                pods(GPU).filter(pod -> name(container(pod)).equals("worker")).toList();
        assertEquals(2, workers.size());
        for (JsonNode worker : workers) {
            JsonNode container = container(worker);
            JsonNode limits = container.path("resources").path("limits");
            assertEquals(1, limits.path("nvidia.com/gpu").asInt());
            assertEquals("cuda:0", value(container, "LLAMALINE_WORKER_DEVICE"));
            assertEquals("nvidia.com/gpu", worker.at("/tolerations/0/key").asText());
        }
    }

    @Test
    void findsTheModelWhereItsSourcePutIt() {
        assertEquals(List.of("/model/demo"), modelFolders(MINIMAL));
        assertEquals(List.of("/model/7b-half", "/model/13b-nf4"), modelFolders(GPU));
        assertEquals(List.of("/model", "/model"), modelFolders(STRIMZI));
        JsonNode importer =
                pods(GPU)
                        .map(pod -> pod.at("/initContainers/0"))
                        .filter(container -> !container.isMissingNode())
                        .findFirst()
                        .orElseThrow();
        assertEquals("/model/13b-nf4", importer.at("/command/3").asText());
    }

    @Test
    void letsEachPodOutToKafkaAndNamesAlone() {
        JsonNode all =
                ofKind(MINIMAL, "NetworkPolicy")
                        .filter(policy -> policy.at("/spec/policyTypes").size() == 2)
                        .findFirst()
                        .orElseThrow();
        Set<Integer> ports =
                all.path("spec").path("egress").findValues("port").stream()
                        .map(JsonNode::asInt)
                        .collect(Collectors.toSet());
        assertEquals(Set.of(9092, 53), ports);
        assertEquals(0, all.at("/spec/ingress").size());
    }

    @Test
    void leavesTheCountOfScaledWorkersToTheirScaler() {
        Map<Boolean, Long> fixed =
                ofKind(STRIMZI, "Deployment")
                        .filter(d -> name(container(pod(d))).equals("worker"))
                        .collect(
                                Collectors.partitioningBy(
                                        d -> d.path("spec").has("replicas"),
                                        Collectors.counting()));
        assertEquals(Map.of(true, 1L, false, 1L), fixed);
        JsonNode scaler = ofKind(STRIMZI, "ScaledObject").findFirst().orElseThrow();
        assertEquals(2, scaler.at("/spec/minReplicaCount").asInt());
        assertEquals(
                List.of(
                        "max(llamaline_worker_waiting_prompts{model=\"%s\"} >= 0)",
                        "sum(llamaline_worker_busy_slots{model=\"%s\"})"),
                StreamSupport.stream(scaler.at("/spec/triggers").spliterator(), false)
                        .map(trigger -> trigger.at("/metadata/query").asText())
                        .map(query -> query.replace("CodeLlama-7b.v1_ä", "%s"))
                        .toList());
        assertEquals("6", scaler.at("/spec/triggers/1/metadata/threshold").asText());
    }

    private static void assertFails(String set, String named) {
        Outcome outcome = Helm.template(MINIMAL, set);
        assertNotEquals(0, outcome.exitCode());
        assertTrue(outcome.out().contains(named), outcome::out);
    }

    private static void assertConfined(JsonNode pod) {
        assertFalse(pod.path("automountServiceAccountToken").asBoolean(true));
        assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
        assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
        Stream.of(pod.path("containers"), pod.path("initContainers"))
                .flatMap(containers -> StreamSupport.stream(containers.spliterator(), false))
                .forEach(container -> {
                    JsonNode security = container.path("securityContext");
                    assertTrue(security.path("readOnlyRootFilesystem").asBoolean());
                    assertFalse(security.path("allowPrivilegeEscalation").asBoolean(true));
                    assertEquals("ALL", security.at("/capabilities/drop/0").asText());
                    assertTrue(container.at("/resources/limits").has("memory"));
                });
    }

    private static void assertPatient(JsonNode pod) {
        JsonNode container = container(pod);
        String variable =
                "LLAMALINE_%s_SHUTDOWN_TIMEOUT"
                        .formatted(ServiceSettings.variable(name(container)));
        int stop = Integer.parseInt(value(container, variable).replace("S", ""));
        int sleep = container.at("/lifecycle/preStop/sleep/seconds").asInt();
        int grace = pod.path("terminationGracePeriodSeconds").asInt();
        assertTrue(grace >= sleep + stop + 10, () -> name(container) + ": " + grace);
    }

    private static List<String> modelFolders(Path values) {
        return pods(values)
                .map(RenderedChartTest::container)
                .filter(container -> name(container).equals("worker"))
                .map(container -> value(container, "LLAMALINE_WORKER_MODEL_DIRECTORY"))
                .toList();
    }

    private static Map<String, Map<String, String>> contracted(
            int gateways, int replication, String... models) {
        return Stream.concat(
                        Stream.of(
                                Topics.REQUESTS,
                                Topics.TOKENS.withPartitions(gateways),
                                Topics.CONTROL,
                                Topics.MODELS,
                                Topics.WORKERS,
                                Topics.DEAD_LETTERS),
                        Stream.of(models).map(Topics::prompts))
                .collect(
                        Collectors.toMap(
                                Topic::name,
                                topic -> {
                                    var all = new HashMap<String, String>();
                                    all.putAll(topic.newTopic((short) replication).configs());
                                    all.put("partitions", String.valueOf(topic.partitions()));
                                    all.put("replicas", String.valueOf(replication));
                                    return all;
                                }));
    }

    private static Map<String, String> described(JsonNode topic) {
        var all = new HashMap<String, String>();
        topic.path("config").properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
        all.put("partitions", topic.path("partitions").asText());
        all.put("replicas", topic.path("replicas").asText());
        return all;
    }

    private static Stream<JsonNode> ofKind(Path values, String kind) {
        return Helm.objects(values).stream()
                .filter(object -> object.path("kind").asText().equals(kind));
    }

    private static Stream<JsonNode> pods(Path values) {
        return Helm.objects(values).stream()
                .map(RenderedChartTest::pod)
                .filter(pod -> !pod.isMissingNode());
    }

    private static JsonNode pod(JsonNode object) {
        return object.at("/spec/template/spec");
    }

    private static JsonNode container(JsonNode pod) {
        return pod.at("/containers/0");
    }

    private static String name(JsonNode container) {
        return container.path("name").asText();
    }

    private static String value(JsonNode container, String name) {
        return variable(container, name).path("value").asText();
    }

    private static JsonNode variable(JsonNode container, String name) {
        JsonNode found = environment(container).get(name);
        if (found == null) {
            throw new AssertionError(name + " is not set");
        }
        return found;
    }

    /** Fails where one variable is set twice. */
    private static Map<String, JsonNode> environment(JsonNode container) {
        return StreamSupport.stream(container.path("env").spliterator(), false)
                .collect(Collectors.toMap(RenderedChartTest::name, variable -> variable));
    }
}
