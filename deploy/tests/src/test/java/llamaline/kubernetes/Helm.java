package llamaline.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llamaline.programs.Programs;
import llamaline.programs.Programs.Outcome;

/** Helm, on this project's chart. */
final class Helm {
    /** A version of Kubernetes that knows all that the chart uses. */
    private static final String KUBERNETES = "1.35.0";

    private Helm() {}

    /** Skips the test where Helm is not here. */
    static void require() {
        Programs.require("helm", Programs.FETCH);
    }

    static Outcome lint(Path values) {
        return Programs.run(
                List.of(
                        "helm",
                        "lint",
                        "--strict",
                        "--kube-version",
                        KUBERNETES,
                        "--values",
                        values.toString(),
                        Chart.FOLDER.toString()));
    }

    /**
     * Renders the chart.
     *
     * @param more as for {@code --set}
     */
    static Outcome template(Path values, String... more) {
        var command =
                new ArrayList<>(
                        List.of(
                                "helm",
                                "template",
                                "test",
                                "--kube-version",
                                KUBERNETES,
                                "--values",
                                values.toString()));
        Stream.of(more).forEach(value -> command.addAll(List.of("--set", value)));
        command.add(Chart.FOLDER.toString());
        return Programs.run(command);
    }

    /** The rendered objects. */
    static List<JsonNode> objects(Path values, String... more) {
        Outcome outcome = template(values, more);
        if (outcome.exitCode() != 0) {
            throw new AssertionError(outcome.out());
        }
        return Chart.documents(outcome.out());
    }
}
