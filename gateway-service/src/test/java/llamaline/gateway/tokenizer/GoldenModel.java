package llamaline.gateway.tokenizer;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import llamaline.gateway.models.Cards;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.v1.ChatFormat;
import llamaline.v1.ModelCard;
import llamaline.v1.SpecialPiece;
import llamaline.v1.TokenizerCard;
import llamaline.v1.TokenizerClass;

/** The models whose tokenizers there are goldens for, as a worker would announce them. */
public enum GoldenModel {
    DEMO("demo-4112", true, ChatFormat.INST),
    CODE_LLAMA("codellama-32016", true, ChatFormat.INST),
    LLAMA_2("llama2-32000", false, ChatFormat.INST),
    INSTRUCT_70B("codellama-70b-instruct-32016", false, ChatFormat.SOURCE_STEP);

    private static final Map<String, Integer> CASES =
            Map.of(
                    "encode.jsonl", 413,
                    "special-tokens.jsonl", 184,
                    "decode.jsonl", 288,
                    "chat.jsonl", 18,
                    "infill.jsonl", 156,
                    "fill-token.jsonl", 28);

    private static final Map<GoldenModel, TokenizerCalls> CALLS = new ConcurrentHashMap<>();

    private final String folder;
    private final boolean infills;
    private final ChatFormat chatFormat;

    GoldenModel(String folder, boolean infills, ChatFormat chatFormat) {
        this.folder = folder;
        this.infills = infills;
        this.chatFormat = chatFormat;
    }

    /** Those that this machine has the file's goldens of. */
    static Stream<GoldenModel> with(String file) {
        boolean needsInfill = file.equals("infill.jsonl") || file.equals("fill-token.jsonl");
        return Stream.of(values())
                .filter(model -> model.infills || !needsInfill)
                .filter(model ->
                        model == DEMO
                                || Conformance.isHere(model.folder, CASES.getOrDefault(file, 1)));
    }

    /** The one model {@code golden} is served. */
    TokenizerCalls calls() {
        return CALLS.computeIfAbsent(
                this, model -> new TokenizerCalls(Cards.served(model.card("golden"))));
    }

    public ModelCard card(String name) {
        TokenizerCard.Builder tokenizer =
                TokenizerCard.newBuilder()
                        .setSentencepiece(ByteString.copyFrom(modelFile()))
                        .setAddBos(true);
        if (this == INSTRUCT_70B) {
            tokenizer.setTokenizerClass(TokenizerClass.LLAMA_TOKENIZER).addSpecialPieces(step());
        }
        ModelCard base = infills ? Cards.infilling(name) : Cards.plain(name);
        return base.toBuilder().setTokenizer(tokenizer).setChatFormat(chatFormat).build();
    }

    private static SpecialPiece step() {
        return SpecialPiece.newBuilder()
                .setId(32015)
                .setPiece("<step>")
                .setLstrip(true)
                .setRstrip(true)
                .setSpecial(true)
                .build();
    }

    List<Golden> lines(String file) {
        return Goldens.lines(folder().resolve(file)).map(Golden::new).toList();
    }

    byte[] modelFile() {
        Path at = this == DEMO ? Goldens.demoModel() : folder();
        try {
            return Files.readAllBytes(at.resolve("tokenizer.model"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return this == DEMO ? Goldens.resource(folder) : Conformance.folder(folder).orElseThrow();
    }
}
