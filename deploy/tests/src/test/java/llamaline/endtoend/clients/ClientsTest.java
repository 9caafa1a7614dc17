package llamaline.endtoend.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import llamaline.endtoend.documents.DocumentedCalls;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.endtoend.stack.RunningStack;
import llamaline.programs.Programs;
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

    /** In which folder npm installed it. */
    private static final String NODE = "LLAMALINE_OPENAI_NODE";

    /** Told by its two marks; the layout itself is the tokenizer's. */
    private static final String TEMPLATE = "{# [INST] and <<SYS>> #}{{ messages }}";

    @TempDir private static Path folder = Path.of("");
    private static RunningStack stack;

    @BeforeAll
    static void serveAModelThatDoesItAll() throws IOException {
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
        Programs.require("curl", "install curl");
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
        Programs.require("grpcurl", Programs.FETCH);
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
        String call = "'%s' '%s' %s".formatted(python(), client("openai_client.py"), stack.url());
        assertChecks(12, FrontScript.shell(call));
    }

    @Test
    void pythonAsTheDocumentsShowIt() throws IOException {
        String python = python();
        List<String> programs = DocumentedCalls.python("docs/serving.md").toList();
        assertEquals(1, programs.size());
        Path file = Files.writeString(folder.resolve("documented.py"), here(programs.getFirst()));
        Outcome outcome = FrontScript.shell("'%s' '%s'".formatted(python, file));
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertFalse(outcome.out().isBlank());
    }

    @Test
    void openaisNodeLibrary() throws URISyntaxException {
        Programs.require("node", "install Node.js 20 or newer");
        String folder = Programs.requireVariable(NODE, Programs.FETCH);
        Path client = client("openai_client.mjs");
        assertChecks(
                8, FrontScript.shell("node '%s' '%s' %s".formatted(client, folder, stack.url())));
    }

    private static String python() {
        String python = System.getenv().getOrDefault(PYTHON, "python3");
        assumeTrue(
                FrontScript.shell("'" + python + "' -c 'import openai'").exitCode() == 0,
                () -> "%s cannot import openai: %s".formatted(python, Programs.FETCH));
        return python;
    }

    private static Path client(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(ClientsTest.class.getResource("/clients/" + name)).toURI());
    }

    private static void assertChecks(int count, Outcome outcome) {
        assertEquals(0, outcome.exitCode(), outcome.out() + outcome.err());
        assertEquals(count, outcome.out().lines().count(), outcome.out());
    }

    private static String here(String text) {
        return text.replace(DocumentedCalls.PLACE, URI.create(stack.url()).getAuthority());
    }

    private static String run(String command) {
        Outcome outcome = FrontScript.shell(here(command));
        assertEquals(0, outcome.exitCode(), command + "\n" + outcome.err());
        assertFalse(outcome.out().isBlank(), command);
        assertFalse(outcome.out().contains("\"error\""), command + "\n" + outcome.out());
        return outcome.out();
    }
}
