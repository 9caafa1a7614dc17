package llamaline.documents;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llamaline.cli.Llamaline;
import llamaline.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The documents call {@code ./llamaline} with verbs and options that there are. */
class DocumentedCommandsTest {
    private static final Pattern CALL = Pattern.compile("\\./llamaline ");
    private static final Pattern VERB = Pattern.compile("^  ([a-z]+)[ \\[]", Pattern.MULTILINE);

    @Test
    void eachCallHasAVerbAndOptionsThatThereAre() {
        Set<String> verbs = commandLine().getSubcommands().keySet();
        Set<String> scripts = scriptVerbs();
        int calls = 0;
        for (String document : Documents.all()) {
            for (List<String> words : calls(document)) {
                String verb = words.getFirst();
                if (verbs.contains(verb)) {
                    parse(words, document);
                } else {
                    assertTrue(scripts.contains(verb), document + ": " + words);
                }
                calls++;
            }
        }
        assertTrue(calls > 40, calls + " calls");
    }

    private static void parse(List<String> words, String document) {
        try {
            commandLine().parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new AssertionError(document + ": " + words, e);
        }
    }

    private static List<List<String>> calls(String document) {
        var calls = new ArrayList<List<String>>();
        for (String command : Documents.commands(document)) {
            CALL.matcher(command)
                    .results()
                    .map(call -> ShellWords.from(command, call.end()))
                    .forEach(calls::add);
        }
        return calls;
    }

    private static Set<String> scriptVerbs() {
        return VERB.matcher(Documents.text("scripts/verbs.sh"))
                .results()
                .map((MatchResult verb) -> verb.group(1))
                .collect(Collectors.toSet());
    }

    private static CommandLine commandLine() {
        var out = new ByteArrayOutputStream();
        var err = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Llamaline.commandLine(
                new Terminal(InputStream.nullInputStream(), out, err, false, false));
    }
}
