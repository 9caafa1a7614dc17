package llamaline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} shows on a terminal of 80 columns. */
class HelpTest {
    private static final int COLUMNS = 80;
    private static final Path DOCUMENT = Path.of("../../docs/cli.md");
    private static final Path SCRIPT = Path.of("../../scripts/verbs.sh");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @MethodSource("verbs")
    void wrapsNeitherExamplesNorDescriptions(String verb) {
        CommandLine line = line();
        assertEquals(0, line.execute(verb, "--help"));
        List<String> shown = out.toString(StandardCharsets.UTF_8).lines().toList();
        shown.forEach(text -> assertTrue(text.length() <= COLUMNS, text));
        CommandLine subcommand = Objects.requireNonNull(line.getSubcommands().get(verb));
        UsageMessageSpec help = subcommand.getCommandSpec().usageMessage();
        Stream.concat(Stream.of(help.description()), Stream.of(help.footer()))
                .forEach(text -> assertTrue(shown.contains(text), text));
    }

    static Stream<String> verbs() {
        return line(new ByteArrayOutputStream()).getSubcommands().entrySet().stream()
                .filter(verb -> !verb.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey);
    }

    @Test
    void listsEachVerbInTheFrontScriptAndCompletesIt() throws IOException {
        List<String> listed =
                Pattern.compile("^  ([a-z]+) ", Pattern.MULTILINE)
                        .matcher(usage())
                        .results()
                        .map(verb -> verb.group(1))
                        .toList();
        assertTrue(listed.containsAll(verbs().toList()), listed.toString());
        assertEquals(0, line().execute("completion", "bash"));
        String script = out.toString(StandardCharsets.UTF_8);
        String completed =
                Pattern.compile("local commands=\"([^\"]*)\"")
                        .matcher(script)
                        .results()
                        .map(words -> words.group(1))
                        .findFirst()
                        .orElseThrow();
        for (String verb : listed) {
            assertTrue(List.of(completed.split(" ", -1)).contains(verb), verb + ": " + completed);
        }
    }

    @Test
    void theFrontScriptsOwnFitsTheColumnsToo() throws IOException {
        usage().lines().forEach(text -> assertTrue(text.length() <= COLUMNS, text));
    }

    @Test
    void theDocumentKnowsAllExitCodes() throws IOException {
        String codes =
                Pattern.compile("Exit codes: (.*?)\\.\n", Pattern.DOTALL)
                        .matcher(Files.readString(DOCUMENT))
                        .results()
                        .map(MatchResult::group)
                        .findFirst()
                        .orElseThrow();
        for (int code = ExitCodes.OK; code <= ExitCodes.SOME_FAILED; code++) {
            assertTrue(codes.matches("(?s).*\\b" + code + " [a-z].*"), code + ": " + codes);
        }
    }

    private static String usage() throws IOException {
        String script = Files.readString(SCRIPT);
        int start = script.indexOf("Usage: ./llamaline VERB");
        return script.substring(start, script.indexOf("\nTEXT", start));
    }

    private CommandLine line() {
        return line(out);
    }

    private static CommandLine line(ByteArrayOutputStream out) {
        var err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Llamaline.commandLine(
                new Terminal(InputStream.nullInputStream(), out, err, false, false));
    }
}
