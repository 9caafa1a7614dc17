package llamaline.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeLlamaTokenizerEncodeGoldenTest {
    static Stream<GoldenCase> cases() {
        return GoldenTokenizer.cases("encode.jsonl");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void encodesAsTransformersDoes(GoldenCase expected) {
        int[] ids = expected.tokenizer().encode(expected.text("text"), ControlTokens.PARSE);

        assertArrayEquals(expected.ids("ids"), ids);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesThePiecesAsTransformersDoes(GoldenCase expected) {
        var pieces = expected.tokenizer().tokenize(expected.text("text"), ControlTokens.PARSE);

        assertEquals(expected.texts("pieces"), pieces);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void encodesPlainTextAsSentencePieceDoes(GoldenCase expected) {
        int[] ids = expected.tokenizer().encode(expected.text("text"), ControlTokens.PLAIN);

        boolean differs = expected.has("differs") && expected.line().get("differs").has("meta");
        assertArrayEquals(differs ? expected.ids("differs", "meta") : expected.ids("ids"), ids);
    }
}
