package llamaline.endtoend.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llamaline.benchmark.SyntheticCheckpoint;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;

/**
 * A model on which the page's examples are run, with Transformers' ids of their prompts.
 *
 * @param tokenizer the goldens' name of its vocabulary
 */
record PageModel(String tokenizer, Path checkpoint, RunningStack stack) {
    private static final int CODE_LLAMA_PIECES = 32016;

    /**
     * What Transformers 4.57.6 (CodeLlamaTokenizer) makes of a prompt.
     *
     * @param ids with BOS, laid out for infilling where the prompt has a gap
     * @param pieces of the prompt without BOS
     */
    record Prompt(String text, boolean suffixFirst, List<Integer> ids, List<String> pieces) {}

    static PageModel demo() {
        return new PageModel("demo-4112", Goldens.demoModel(), Stacks.ofTwoWorkers());
    }

    /** Code Llama's own pieces and a few random weights; none where the goldens are not here. */
    static Optional<PageModel> ofCodeLlamasPieces(Path folder) {
        String name = "codellama-" + CODE_LLAMA_PIECES;
        if (!Conformance.isHere(name, 1)) {
            return Optional.empty();
        }
        Path checkpoint = folder.resolve(name);
        try {
            Files.createDirectory(checkpoint);
            new SyntheticCheckpoint(2, 64, 176, 4, CODE_LLAMA_PIECES)
                    .write(Conformance.folder(name).orElseThrow(), checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RunningStack stack = RunningStack.up("--model", checkpoint.toString(), "--variant", "base");
        return Optional.of(new PageModel(name, checkpoint, stack));
    }

    /** The golden of a prompt; fails where there is none. */
    Prompt golden(String text, boolean suffixFirst) {
        return Goldens.lines(Path.of("src/test/resources/page/prompts.jsonl"))
                .filter(line -> line.path("tokenizer").asText().equals(tokenizer))
                .map(PageModel::prompt)
                .filter(prompt -> prompt.text().equals(text))
                .filter(prompt -> prompt.suffixFirst() == suffixFirst)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no golden of " + text));
    }

    private static Prompt prompt(JsonNode line) {
        var ids = new ArrayList<Integer>();
        line.path("ids").forEach(id -> ids.add(id.asInt()));
        var pieces = new ArrayList<String>();
        line.path("pieces").forEach(piece -> pieces.add(piece.asText()));
        return new Prompt(
                line.path("prompt").asText(),
                line.path("suffix_first").asBoolean(),
                List.copyOf(ids),
                List.copyOf(pieces));
    }
}
