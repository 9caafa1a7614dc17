package llamaline.tokenizer.bpe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import llamaline.testkit.Seeds;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.GoldenTokenizer;
import llamaline.tokenizer.ModelFile;
import llamaline.tokenizer.RandomText;
import llamaline.tokenizer.TokenizerOptions;
import llamaline.tokenizer.sentencepiece.PieceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The encoder against the slow one. */
class BytePairEncoderPropertyTest {
    static Stream<GoldenTokenizer> tokenizers() {
        return GoldenTokenizer.here();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void encodesRandomTextAsTheSlowOneDoes(GoldenTokenizer golden) {
        CodeLlamaTokenizer tokenizer = golden.open();
        var slow = new QuadraticEncoder(golden.modelFile());

        Seeds.forEach(50, random -> assertSame(RandomText.any(80, random), tokenizer, slow));
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void encodesRunsAsTheSlowOneDoes(GoldenTokenizer golden) {
        CodeLlamaTokenizer tokenizer = golden.open();
        var slow = new QuadraticEncoder(golden.modelFile());

        Seeds.forEach(
                20,
                random -> {
                    assertSame(" ".repeat(random.nextInt(80)), tokenizer, slow);
                    assertSame(RandomText.of(" \nat", 70, random), tokenizer, slow);
                    assertSame(RandomText.of("=-/*#", 70, random), tokenizer, slow);
                    assertSame(RandomText.of("<>PREOTMID ", 70, random), tokenizer, slow);
                });
    }

    @Test
    void encodesByAnyModelAsTheSlowOneDoes() {
        Seeds.forEach(
                100,
                random -> {
                    byte[] model = randomModel(random);
                    var tokenizer = CodeLlamaTokenizer.of(model, TokenizerOptions.codeLlama());
                    var slow = new QuadraticEncoder(model);
                    for (int i = 0; i < 6; i++) {
                        assertSame(RandomText.of("ab c🙂é", 90, random), tokenizer, slow);
                    }
                });
    }

    /** Pieces of few characters, few scores so that many are equal, some of them user-defined. */
    private static byte[] randomModel(RandomGenerator random) {
        ModelFile file = ModelFile.llama();
        Set<String> seen = new HashSet<>();
        int userDefined = random.nextInt(3);
        for (int i = random.nextInt(40); i >= 0; i--) {
            String text = RandomText.of("ab\u2581c🙂", 5, random);
            if (!text.isEmpty() && seen.add(text)) {
                PieceType type = i < userDefined ? PieceType.USER_DEFINED : PieceType.NORMAL;
                file.piece(text, -random.nextInt(6), type);
            }
        }
        return file.bytes();
    }

    private static void assertSame(
            String text, CodeLlamaTokenizer tokenizer, QuadraticEncoder slow) {
        assertArrayEquals(
                slow.encode(text), tokenizer.encode(text, ControlTokens.PLAIN), () -> text);
    }
}
