package llamaline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import llamaline.endtoend.FrontScript.Outcome;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that others made, unmodified, against the demo model with a chat template: the
 * documents' curl and grpcurl lines as they stand there, and the Python library openai. Where a
 * program is missing, the test says that it was not run.
 */
class ClientsTest {
    /** Which Python has the library: a program's name or path. */
    private static final String PYTHON = "LLAMALINE_OPENAI_PYTHON";

    /** Told by its two marks; the layout itself is the tokenizer's. */
    private static final String TEMPLATE = "{# [INST] and <<SYS>> #}{{ messages }}";

    private static RunningStack stack;

    @BeforeAll
    static void serveAModelThatDoesItAll(@TempDir Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Goldens.demoModel())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("chat_template.jinja"), TEMPLATE);
        stack = RunningStack.up("--model", "demo=" + folder, "--variant", "base");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void curlAsTheDocumentsShowIt() throws IOException {
        if (!isHere("curl")) {
            return;
        }
        List<String> commands = DocumentedCalls.of("curl");
        for (String command : commands) {
            String out = run(command);
            if (command.contains("completions")) {
                assertTrue(out.contains("\"choices\":[{"), command + "\n" + out);
            }
            if (command.contains("\"stream\": true")) {
                assertTrue(out.stripTrailing().endsWith("data: [DONE]"), out);
            }
        }
        assertTrue(commands.size() >= 3, commands.toString());
    }

    @Test
    void grpcurlAsTheDocumentsShowIt() throws IOException {
        if (!isHere("grpcurl")) {
            return;
        }
        List<String> commands = DocumentedCalls.of("grpcurl");
        StringBuilder all = new StringBuilder();
        for (String command : commands) {
            all.append(run(command));
        }
        for (String part :
                List.of(
                        "llamaline.v1.GenerationService\n",
                        "llamaline.v1.TokenizerService\n",
                        "\"completion_tokens\": 12",
                        "\"input_ids\"")) {
            assertTrue(all.indexOf(part) >= 0, part + " is not in\n" + all);
        }
    }

    @Test
    void openaisPythonLibrary() throws URISyntaxException {
        String python = System.getenv().getOrDefault(PYTHON, "python3");
        if (FrontScript.shell("'" + python + "' -c 'import openai'").exitCode() != 0) {
            System.out.printf("not run: %s cannot import openai (%s)%n", python, PYTHON);
            return;
        }
        URI script =
                Objects.requireNonNull(ClientsTest.class.getResource("/clients/openai_client.py"))
                        .toURI();
        Outcome outcome =
                FrontScript.shell("'%s' '%s' %s".formatted(python, Path.of(script), stack.url()));
        assertEquals(0, outcome.exitCode(), outcome.out() + outcome.err());
        assertEquals(12, outcome.out().lines().count(), outcome.out());
    }

    private static String run(String command) {
        String address = URI.create(stack.url()).getAuthority();
        Outcome outcome = FrontScript.shell(command.replace(DocumentedCalls.PLACE, address));
        assertEquals(0, outcome.exitCode(), command + "\n" + outcome.err());
        assertFalse(outcome.out().isBlank(), command);
        assertFalse(outcome.out().contains("\"error\""), command + "\n" + outcome.out());
        return outcome.out();
    }

    private static boolean isHere(String program) {
        boolean isHere = FrontScript.shell("command -v " + program).exitCode() == 0;
        if (!isHere) {
            System.out.printf("not run: %s is not on the PATH%n", program);
        }
        return isHere;
    }
}
