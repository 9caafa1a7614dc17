package llamaline.mask.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.TokenizerKind;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.special.AddedToken;

/** The tokenizers that there are pieces of Transformers' fast ones for. */
public enum MaskTokenizer {
    DEMO("demo-4112", true),
    CODE_LLAMA("codellama-32016", true),
    LLAMA_2("llama2-32000", false),
    INSTRUCT_70B("codellama-70b-instruct-32016", false);

    private static final int ENCODE_CASES = 413;
    private static final int INFILL_CASES = 156;

    private final String folder;
    private final boolean infills;

    MaskTokenizer(String folder, boolean infills) {
        this.folder = folder;
        this.infills = infills;
    }

    /** One line of a golden file. */
    public record Case(MaskTokenizer golden, TextPieces pieces, JsonNode line) {
        public String text(String field) {
            return line.get(field).textValue();
        }

        /** What {@code system} gave for it, or else {@code other}'s answer, which is the same. */
        List<String> expected(String system, String other) {
            JsonNode ids = line.path("differs").path(system);
            return pieces.names(ids(ids.isMissingNode() ? line.get(other) : ids));
        }

        private static int[] ids(JsonNode array) {
            int[] ids = new int[array.size()];
            for (int index = 0; index < ids.length; index++) {
                ids[index] = array.get(index).intValue();
            }
            return ids;
        }

        @Override
        public String toString() {
            return golden + " " + text("id");
        }
    }

    public static Stream<Case> encodings() {
        return cases("encode.jsonl", ENCODE_CASES, Stream.of(values()));
    }

    public static Stream<Case> infills() {
        return cases("infill.jsonl", INFILL_CASES, Stream.of(values()).filter(it -> it.infills));
    }

    private static Stream<Case> cases(String file, int count, Stream<MaskTokenizer> goldens) {
        return goldens.filter(golden -> golden.isHere(count))
                .flatMap(golden -> {
                    var pieces = new TextPieces(golden.open(), golden.settings());
                    return Goldens.lines(golden.folder().resolve(file))
                            .map(line -> new Case(golden, pieces, line));
                });
    }

    /** Masks of the small model with infilling pieces that ships with the tests. */
    public static AttentionMasks tiny() {
        TokenizerOptions settings = TokenizerOptions.codeLlama();
        return new AttentionMasks("tiny-7b", open(Goldens.resource("tiny-7b"), settings), settings);
    }

    public static CodeLlamaTokenizer open(Path folder, TokenizerOptions settings) {
        try {
            byte[] model = Files.readAllBytes(folder.resolve("tokenizer.model"));
            return CodeLlamaTokenizer.of(model, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CodeLlamaTokenizer open() {
        return open(this == DEMO ? Goldens.demoModel() : folder(), settings());
    }

    private Path folder() {
        return this == DEMO ? Goldens.resource(folder) : Conformance.folder(folder).orElseThrow();
    }

    private boolean isHere(int cases) {
        return this == DEMO || Conformance.isHere(folder, cases);
    }

    private TokenizerOptions settings() {
        if (this != INSTRUCT_70B) {
            return TokenizerOptions.codeLlama();
        }
        var step = new AddedToken(32015, "<step>", true, true, true);
        return new TokenizerOptions(TokenizerKind.LLAMA, true, false, List.of(step));
    }
}
