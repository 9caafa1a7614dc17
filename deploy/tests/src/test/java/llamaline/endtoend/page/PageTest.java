package llamaline.endtoend.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import llamaline.endtoend.page.PageItems.Item;
import llamaline.endtoend.page.PageModel.Prompt;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.programs.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of {@code docs/transformers.md} does what it says, on the prompt ids of the page.
 */
public class PageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PIPE = " | ./llamaline ";
    private static final String DEMO_CHECKPOINT = "deploy/models/demo";
    private static final String QUANTISED = "demo-nf4";
    private static final List<PageModel> MODELS = new ArrayList<>();

    @TempDir private static Path folder = Path.of("");
    private static Optional<PageModel> codeLlama = Optional.empty();

    @BeforeAll
    static void start() {
        MODELS.add(PageModel.demo());
        codeLlama = PageModel.ofCodeLlamasPieces(folder);
        codeLlama.ifPresent(MODELS::add);
    }

    @AfterAll
    static void stop() {
        codeLlama.ifPresent(model -> model.stack().close());
    }

    static List<Item> items() {
        return PageItems.all();
    }

    @ParameterizedTest
    @MethodSource("items")
    void doesWhatItSays(Item item) throws IOException {
        if (item.commands().getFirst().startsWith("curl ")) {
            Programs.require("curl", "install curl");
        }
        var printed = new StringBuilder();
        for (PageModel model : MODELS) {
            for (String command : item.commands()) {
                printed.append(run(command, model)).append('\n');
                assertHasThePagesIds(command, model);
            }
        }
        boolean isComplete = codeLlama.isPresent();
        for (String quote : item.quotes().stream().filter(PageTest::isOutput).toList()) {
            boolean needsCodeLlama = quote.startsWith("1 15043");
            assertTrue(
                    printed.indexOf(quote) >= 0 || (needsCodeLlama && !isComplete),
                    () -> quote + " is not in:\n" + printed);
        }
    }

    /** Names of options, types and files stand in the results' text too. */
    private static boolean isOutput(String quote) {
        return !quote.matches("-.*|int[48]|[a-z_]+(=True)?|consolidated.*");
    }

    private static void assertHasThePagesIds(String command, PageModel model) throws IOException {
        int pipe = command.indexOf(PIPE);
        if (pipe < 0 || !command.startsWith("printf ")) {
            return;
        }
        String prompt = FrontScript.shell(command.substring(0, pipe)).out();
        Prompt golden = model.golden(prompt, command.contains("--suffix-first"));
        String verb = command.substring(pipe + PIPE.length()).split(" ", 2)[0];
        switch (verb) {
            case "complete", "infill" -> assertEquals(golden.ids(), promptIds(command, model));
            case "tokenize" -> assertEquals(ids(golden), tokenized(run(command, model)));
            case "mask" -> assertHasRows(golden.pieces(), run(command, model));
            default -> throw new AssertionError("no check of " + verb);
        }
    }

    private static List<Integer> promptIds(String command, PageModel model)
            throws JsonProcessingException {
        String asked =
                command.replace("--completion-only", "").replace("--filling-only", "")
                        + " --json --return-token-ids";
        JsonNode ids =
                JSON.readTree(run(asked, model)).path("choices").path(0).path("prompt_token_ids");
        var list = new ArrayList<Integer>();
        ids.forEach(id -> list.add(id.asInt()));
        return list;
    }

    private static String ids(Prompt golden) {
        return golden.ids().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Ids in a line, or an id and its piece in each. */
    private static String tokenized(String printed) {
        return printed.lines().count() == 1
                ? printed.strip()
                : printed.lines()
                        .map(line -> line.strip().split(" ", 2)[0])
                        .collect(Collectors.joining(" "));
    }

    private static void assertHasRows(List<String> pieces, String mask) {
        int at = 0;
        for (String piece : pieces) {
            int found = mask.indexOf("'" + piece + "'", at);
            assertTrue(found >= 0, () -> piece + " in:\n" + mask);
            at = found + piece.length();
        }
    }

    /** Standard output; a command that names a folder starts a private stack. */
    private static String run(String command, PageModel model) {
        String address = model.stack().url().replace("http://", "");
        String line =
                command.replace("localhost:8080", address)
                        .replace(DEMO_CHECKPOINT, model.checkpoint().toString())
                        .replace(QUANTISED, folder.resolve(model.tokenizer() + "-nf4").toString());
        Map<String, String> environment =
                command.contains("--model ")
                        ? Map.of()
                        : Map.of("LLAMALINE_URL", model.stack().url());
        Outcome outcome = FrontScript.shell(line, environment);
        assertEquals(0, outcome.exitCode(), () -> line + "\n" + outcome.err());
        return outcome.out();
    }
}
