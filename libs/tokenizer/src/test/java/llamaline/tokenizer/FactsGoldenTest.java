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

class FactsGoldenTest {
    @TempDir Path directory;

    static Stream<GoldenTokenizer> tokenizers() {
        return GoldenTokenizer.here();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void savesTheFileThatItRead(GoldenTokenizer golden) throws Exception {
        Path saved = directory.resolve("tokenizer.model");

        golden.open().saveVocabulary(saved);

        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(saved));
        assertEquals(
                facts(golden).get("save_vocabulary").get("sha256").textValue(),
                HexFormat.of().formatHex(hash));
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

    private static JsonNode facts(GoldenTokenizer golden) {
        return Goldens.object(golden.folder().resolve("facts.json")).get("slow");
    }
}
