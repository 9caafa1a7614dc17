package llamaline.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llamaline.cli.Llamaline;
import llamaline.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shells complete at the tab key. */
class ShellCompletionCommandTest {
    /** Does what bash does for a line of words, the last of them unfinished. */
    private static final String PRESS_TAB =
            """
            source "$1"; shift
            compopt() { :; }
            complete -p ./llamaline >/dev/null 2>&1 || complete -p llamaline >/dev/null || exit 1
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            _complete_llamaline
            printf '%s\\n' "${COMPREPLY[@]}" | sort
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "comp, complete completion",
        "t, test tokenize",
        "rec, ''",
        "complete --max, --max-new-tokens --max-tokens",
        "logits --positions '', ALL LAST",
    })
    void bashCompletesVerbsAndOptions(String typed, String completed) throws Exception {
        assertEquals(0, run("completion", "bash"));
        Path script = Files.write(folder.resolve("completion"), out.toByteArray());
        var command = new ArrayList<String>();
        command.addAll(List.of("bash", "-c", PRESS_TAB, "bash", script.toString()));
        command.add("./llamaline");
        for (String word : typed.split(" ", -1)) {
            command.add(word.equals("''") ? "" : word);
        }
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(completed, said.strip().replace('\n', ' '));
        assertEquals(0, bash.waitFor());
    }

    @Test
    void zshReadsTheSame() {
        assertEquals(0, run("completion", "bash"));
        String bash = out.toString(StandardCharsets.UTF_8);
        out.reset();
        assertEquals(0, run("completion", "zsh"));
        String zsh = out.toString(StandardCharsets.UTF_8);
        assertTrue(zsh.startsWith("autoload -Uz +X compinit && compinit\n"), zsh);
        assertTrue(zsh.contains("bashcompinit"), zsh);
        assertTrue(zsh.endsWith(bash.substring(bash.indexOf("function"))), zsh);
        assertEquals(2, run("completion", "fish"));
    }

    private int run(String... arguments) {
        var err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var terminal = new Terminal(InputStream.nullInputStream(), out, err, false, false);
        return Llamaline.commandLine(terminal).execute(arguments);
    }
}
