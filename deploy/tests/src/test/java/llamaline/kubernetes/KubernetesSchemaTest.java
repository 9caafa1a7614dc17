package llamaline.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llamaline.kubernetes.Programs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Helm renders is what Kubernetes, KEDA, Strimzi and Prometheus' operator take: checked by
 * kubeconform against the schemas in the places that LLAMALINE_KUBERNETES_SCHEMAS lists, separated
 * by spaces, as kubeconform's {@code -schema-location} names them.
 */
class KubernetesSchemaTest {
    private static final String VARIABLE = "LLAMALINE_KUBERNETES_SCHEMAS";
    private static final List<String> VERSIONS = List.of("1.33.0", "1.35.0");

    @TempDir private Path folder = Path.of("");

    @Test
    void isWhatKubernetesTakes() throws IOException {
        if (Helm.isHere() && Programs.isHere("kubeconform") && hasSchemas()) {
            for (Path example : Chart.examples()) {
                Path rendered = folder.resolve(example.getFileName());
                Files.writeString(rendered, Helm.template(example).out());
                for (String version : VERSIONS) {
                    Outcome outcome = Programs.run(kubeconform(version, rendered));
                    assertEquals(0, outcome.exitCode(), outcome::out);
                }
            }
        }
    }

    private static List<String> kubeconform(String version, Path rendered) {
        var command = new ArrayList<>(List.of("kubeconform", "-strict"));
        command.addAll(List.of("-kubernetes-version", version));
        Stream.of(schemas().split(" "))
                .forEach(place -> command.addAll(List.of("-schema-location", place)));
        command.add(rendered.toString());
        return command;
    }

    private static boolean hasSchemas() {
        boolean isSet = !schemas().isBlank();
        if (!isSet) {
            System.out.printf("not run: %s is not set%n", VARIABLE);
        }
        return isSet;
    }

    private static String schemas() {
        return System.getenv().getOrDefault(VARIABLE, "").strip();
    }
}
