package llamaline.frontscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workflows of GitHub call what a developer calls, with the JDK that the project wants. */
class WorkflowsTest {
    private static final Path FOLDER = Path.of("../../.github/workflows");

    @Test
    void testAndBuildImagesAtEachPush() throws Exception {
        assertEquals(
                List.of(".ci/run", "./llamaline images --engine docker"), commands("test.yaml"));
    }

    @Test
    void runTheLongTestsAtNight() throws Exception {
        String commands = String.join("\n", commands("nightly.yaml"));
        assertTrue(commands.contains("./llamaline test --long"), commands);
    }

    private static List<String> commands(String workflow) throws IOException {
        JsonNode jobs = new YAMLMapper().readTree(FOLDER.resolve(workflow).toFile()).path("jobs");
        var commands = new ArrayList<String>();
        for (JsonNode job : jobs) {
            for (JsonNode step : job.path("steps")) {
                if (step.path("uses").asText().startsWith("actions/setup-java")) {
                    assertEquals("25", step.path("with").path("java-version").asText());
                }
                if (step.has("run")) {
                    commands.add(step.path("run").asText());
                }
            }
        }
        return List.copyOf(commands);
    }
}
