package llamaline.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llamaline.programs.Programs;
import llamaline.programs.Programs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Helm renders is what Kubernetes, and KEDA, Strimzi and Prometheus' operator, take: checked
 * by kubeconform against the schemas in the places that two variables list, separated by spaces, as
 * kubeconform's {@code -schema-location} names them.
 */
class KubernetesSchemaTest {
    private static final String KUBERNETES = "LLAMALINE_KUBERNETES_SCHEMAS";
    private static final String OPERATORS = "LLAMALINE_OPERATOR_SCHEMAS";
    private static final List<String> VERSIONS = List.of("1.33.0", "1.35.0");
    private static final Set<String> OPERATOR_GROUPS =
            Set.of(
                    "gateway.networking.k8s.io",
                    "kafka.strimzi.io",
                    "keda.sh",
                    "monitoring.coreos.com");

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void needsPrograms() {
        Helm.require();
        Programs.require("kubeconform", Programs.FETCH);
    }

    @Test
    void isWhatKubernetesTakes() throws IOException {
        String places = Programs.requireVariable(KUBERNETES, Programs.FETCH);
        assertTaken(places, object -> !isOperators(object));
    }

    @Test
    void isWhatOperatorsTake() throws IOException {
        String places =
                Programs.requireVariable(
                        OPERATORS,
                        "let it name a catalogue of custom resources' schemas;"
                                + " no package registry has one");
        assertTaken(places, KubernetesSchemaTest::isOperators);
    }

    private void assertTaken(String places, Predicate<JsonNode> isChecked) throws IOException {
        int checked = 0;
        for (Path example : Chart.examples()) {
            List<JsonNode> objects = Helm.objects(example).stream().filter(isChecked).toList();
            Path rendered = folder.resolve(example.getFileName());
            // JSON is YAML, of which one file may hold several documents.
            Files.writeString(
                    rendered,
                    objects.stream()
                            .map(JsonNode::toString)
                            .collect(Collectors.joining("\n---\n")));
            for (String version : VERSIONS) {
                Outcome outcome = Programs.run(kubeconform(version, places, rendered));
                assertEquals(0, outcome.exitCode(), outcome::out);
            }
            checked += objects.size();
        }
        assertFalse(checked == 0);
    }

    private static boolean isOperators(JsonNode object) {
        return OPERATOR_GROUPS.contains(object.path("apiVersion").asText().split("/", 2)[0]);
    }

    private static List<String> kubeconform(String version, String places, Path rendered) {
        var command = new ArrayList<>(List.of("kubeconform", "-strict"));
        command.addAll(List.of("-kubernetes-version", version));
        Stream.of(places.split(" "))
                .forEach(place -> command.addAll(List.of("-schema-location", place)));
        command.add(rendered.toString());
        return command;
    }
}
