package llamaline.tokenizer.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.GoldenCase;
import llamaline.tokenizer.GoldenTokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InfillEncoderGoldenTest {
    private static final String FILL_MARKER = "<FILL_ME>";

    static Stream<GoldenCase> infills() {
        return GoldenTokenizer.cases("infill.jsonl");
    }

    static Stream<GoldenCase> fillMarkers() {
        return GoldenTokenizer.cases("fill-token.jsonl").filter(line -> line.has("ids"));
    }

    @ParameterizedTest
    @MethodSource("infills")
    void laysOutAsTheReferenceDoes(GoldenCase expected) {
        int[] ids =
                expected.tokenizer()
                        .encodeInfill(
                                expected.text("prefix"), expected.text("suffix"), order(expected));

        assertArrayEquals(expected.ids("ids"), ids);
    }

    /** An empty suffix makes the text form a completion; that form is a caller's to read. */
    @ParameterizedTest
    @MethodSource("fillMarkers")
    void encodesWhatIsRoundAFillMarker(GoldenCase expected) {
        String[] parts = expected.text("text").split(FILL_MARKER, -1);

        int[] ids =
                parts.length == 1 || parts[1].isEmpty()
                        ? expected.tokenizer().encodePrompt(parts[0], ControlTokens.PARSE)
                        : expected.tokenizer().encodeInfill(parts[0], parts[1], order(expected));

        assertArrayEquals(expected.ids("ids"), ids);
    }

    private static InfillLayout order(GoldenCase expected) {
        return expected.flag("suffix_first")
                ? InfillLayout.SUFFIX_PREFIX_MIDDLE
                : InfillLayout.PREFIX_SUFFIX_MIDDLE;
    }
}
