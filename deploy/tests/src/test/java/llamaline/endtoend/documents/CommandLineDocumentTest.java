package llamaline.endtoend.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import llamaline.documents.Documents;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.endtoend.stack.Stacks;
import llamaline.programs.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code docs/cli.md} run as they stand there, on a shared stack. */
class CommandLineDocumentTest {
    private static final String FILE = "--input prompts.jsonl --output results.jsonl";

    @TempDir private Path folder = Path.of("");

    static List<String> commands() {
        return Documents.commands("docs/cli.md");
    }

    @Test
    void thereAreSome() {
        assertTrue(commands().size() >= 5, commands().toString());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runsAsItStands(String command) throws IOException {
        Programs.require("bash", "install bash");
        Path prompts = folder.resolve("prompts.jsonl");
        Path results = folder.resolve("results.jsonl");
        Files.writeString(prompts, "{\"prompt\": \"def f(x):\"}\n{\"prompt\": \"def g(x):\"}\n");
        String here = command.replace(FILE, "--input %s --output %s".formatted(prompts, results));
        Outcome outcome =
                FrontScript.shell(
                        "bash -c \"$COMMAND\"",
                        Map.of("COMMAND", here, "LLAMALINE_URL", Stacks.ofTwoWorkers().url()));
        assertEquals(0, outcome.exitCode(), here + "\n" + outcome.err());
        if (command.contains(FILE)) {
            assertEquals(2, Files.readAllLines(results).size());
        } else if (!command.startsWith("source ")) {
            assertFalse(outcome.out().isBlank(), here);
        }
    }
}
