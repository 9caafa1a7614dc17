package llamaline.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeLlamaTokenizerFactsGoldenTest {
    @TempDir Path directory;

    static Stream<GoldenTokenizer> tokenizers() {
        return GoldenTokenizer.here();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void savesTheFileThatItRead(GoldenTokenizer golden) throws Exception {
        JsonNode expected = facts(golden).get("save_vocabulary");

        Path saved = golden.open().saveVocabulary(directory);
        Path prefixed = golden.open().saveVocabulary(directory, "pre");

        assertEquals(expected.get("returned").get(0).textValue(), name(saved));
        assertEquals(expected.get("returned").get(1).textValue(), name(prefixed));
        assertEquals(expected.get("sha256").textValue(), sha256(saved));
        assertEquals(expected.get("sha256").textValue(), sha256(prefixed));
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void knowsItsSpecialTokens(GoldenTokenizer golden) {
        CodeLlamaTokenizer tokenizer = golden.open();
        JsonNode facts = facts(golden);

        int[] special = GoldenCase.ids(facts.get("all_special_ids"));

        assertEquals(facts.get("len").intValue(), tokenizer.vocabularySize());
        for (int i = 0; i < special.length; i++) {
            String piece = facts.get("all_special_tokens").get(i).textValue();
            assertEquals(special[i], tokenizer.idOf(piece).orElseThrow());
            assertEquals(piece, tokenizer.pieceOf(special[i]));
        }
        int[] all = IntStream.range(0, tokenizer.vocabularySize()).toArray();
        assertEquals(
                IntStream.of(special).distinct().count(),
                IntStream.of(tokenizer.specialTokensMaskOf(all)).sum());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String sha256(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static JsonNode facts(GoldenTokenizer golden) {
        return Goldens.object(golden.folder().resolve("facts.json")).get("slow");
    }
}
