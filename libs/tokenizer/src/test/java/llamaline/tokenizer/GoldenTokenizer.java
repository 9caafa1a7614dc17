package llamaline.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.tokenizer.special.AddedToken;

/** The tokenizers that there are goldens for. */
public enum GoldenTokenizer {
    DEMO("demo-4112", 301, true),
    CODE_LLAMA("codellama-32016", 302, true),
    LLAMA_2("llama2-32000", 288, false),
    INSTRUCT_70B("codellama-70b-instruct-32016", 305, false);

    private static final Map<String, Integer> CASES =
            Map.of("encode.jsonl", 413, "special-tokens.jsonl", 184, "chat.jsonl", 18);

    private static final Map<GoldenTokenizer, CodeLlamaTokenizer> OPEN = new ConcurrentHashMap<>();

    private final String folder;
    private final int decodeCases;
    private final boolean infills;

    GoldenTokenizer(String folder, int decodeCases, boolean infills) {
        this.folder = folder;
        this.decodeCases = decodeCases;
        this.infills = infills;
    }

    /** Those that this machine has the goldens of. */
    public static Stream<GoldenTokenizer> here() {
        return Stream.of(values()).filter(golden -> golden.isHere(1));
    }

    /** Each line of this file in each folder that has one. */
    public static Stream<GoldenCase> cases(String file) {
        return Stream.of(values())
                .filter(golden -> golden.casesOf(file) > 0)
                .filter(golden -> golden.isHere(golden.casesOf(file)))
                .flatMap(golden -> {
                    CodeLlamaTokenizer tokenizer = golden.open();
                    return Goldens.lines(golden.folder().resolve(file))
                            .map(line -> new GoldenCase(golden, tokenizer, line));
                });
    }

    /** The same one each time. */
    public CodeLlamaTokenizer open() {
        return OPEN.computeIfAbsent(
                this, golden -> CodeLlamaTokenizer.of(golden.modelFile(), golden.settings()));
    }

    public byte[] modelFile() {
        Path at = this == DEMO ? Goldens.demoModel() : folder();
        try {
            return Files.readAllBytes(at.resolve("tokenizer.model"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return this == DEMO ? Goldens.resource(folder) : Conformance.folder(folder).orElseThrow();
    }

    private TokenizerOptions settings() {
        if (this != INSTRUCT_70B) {
            return TokenizerOptions.codeLlama();
        }
        var step = new AddedToken(32015, "<step>", true, true, true);
        return new TokenizerOptions(TokenizerKind.LLAMA, true, false, List.of(step));
    }

    private boolean isHere(int cases) {
        return this == DEMO || Conformance.isHere(folder, cases);
    }

    private int casesOf(String file) {
        return switch (file) {
            case "decode.jsonl" -> decodeCases;
            case "infill.jsonl" -> infills ? 156 : 0;
            case "fill-token.jsonl" -> infills ? 28 : 0;
            default -> CASES.getOrDefault(file, 0);
        };
    }
}
