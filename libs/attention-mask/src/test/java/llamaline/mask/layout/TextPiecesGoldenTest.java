package llamaline.mask.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against transformers 4.57.6 (fast and slow) and 5.23.0. */
class TextPiecesGoldenTest {
    static Stream<MaskTokenizer.Case> encodings() {
        return MaskTokenizer.encodings();
    }

    /** Those whose text form is an infilling prompt, with the suffix last. */
    static Stream<MaskTokenizer.Case> infills() {
        return MaskTokenizer.infills()
                .filter(line -> !line.line().get("suffix_first").booleanValue())
                .filter(line -> !line.text("suffix").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void cutsAsTheFastTokenizerDoes(MaskTokenizer.Case expected) {
        List<String> pieces = expected.pieces().of(expected.text("text"), PieceRule.TRANSFORMERS_4);

        assertEquals(expected.expected("fast", "ids"), pieces);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void cutsAsVersion5Does(MaskTokenizer.Case expected) {
        List<String> pieces = expected.pieces().of(expected.text("text"), PieceRule.TRANSFORMERS_5);

        assertEquals(expected.expected("v5", "ids"), pieces);
    }

    @ParameterizedTest
    @MethodSource("infills")
    void fillsInAsTheFastTokenizerDoes(MaskTokenizer.Case expected) {
        List<String> pieces =
                expected.pieces().of(expected.text("fill_me_text"), PieceRule.TRANSFORMERS_4);

        assertEquals(withoutBos(expected.expected("fast.fill_me", "ids")), pieces);
    }

    @ParameterizedTest
    @MethodSource("infills")
    void fillsInAsVersion5Does(MaskTokenizer.Case expected) {
        List<String> pieces =
                expected.pieces().of(expected.text("fill_me_text"), PieceRule.TRANSFORMERS_5);

        assertEquals(withoutBos(expected.expected("v5.fill_me", "ids")), pieces);
    }

    @ParameterizedTest
    @MethodSource("infills")
    void fillsInAsTheServiceDoes(MaskTokenizer.Case expected) {
        List<String> pieces = expected.pieces().of(expected.text("fill_me_text"), PieceRule.SERVED);

        assertEquals(withoutBos(expected.expected("reference", "ids")), pieces);
    }

    private static List<String> withoutBos(List<String> pieces) {
        return pieces.subList(1, pieces.size());
    }
}
