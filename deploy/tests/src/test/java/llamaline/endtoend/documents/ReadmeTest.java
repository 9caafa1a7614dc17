package llamaline.endtoend.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.Test;

/** The README's first two commands print what the README shows, which is the reference's text. */
class ReadmeTest {
    private static final Pattern COMMAND_AND_OUTPUT =
            Pattern.compile("```sh\n(.*?)```.*?```python\n(.*?)```", Pattern.DOTALL);
    private static final String GAP = "<FILL_ME>";

    @Test
    void completesAsItShows() throws Exception {
        assertPrints(0, golden("# Function to calculate the factorial of a number\n"));
    }

    @Test
    void fillsInAsItShows() throws Exception {
        assertPrints(1, golden("def remove_non_ascii(s: str) -> str:\n    \"\"\" " + GAP));
    }

    private static void assertPrints(int example, String golden) throws IOException {
        MatchResult shown = examples().get(example);
        Outcome outcome = FrontScript.shell(shown.group(1));
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertEquals(golden, outcome.out());
        assertEquals(golden.stripTrailing(), shown.group(2).stripTrailing());
        assertTrue(outcome.err().lines().allMatch(line -> line.startsWith("llamaline: ")));
    }

    private static List<MatchResult> examples() throws IOException {
        return COMMAND_AND_OUTPUT
                .matcher(Files.readString(FrontScript.ROOT.resolve("README.md")))
                .results()
                .toList();
    }

    /** Prompt and answer of the demo model's golden whose prompt begins so. */
    private static String golden(String prompt) {
        Path goldens = Goldens.demoModel().resolve("goldens.jsonl");
        JsonNode golden =
                Goldens.lines(goldens)
                        .filter(line -> line.path("prompt").asText().startsWith(prompt))
                        .findFirst()
                        .orElseThrow();
        String text = golden.path("text").asText();
        String whole = golden.path("prompt").asText();
        return whole.contains(GAP) ? whole.replace(GAP, text) : whole + text;
    }
}
