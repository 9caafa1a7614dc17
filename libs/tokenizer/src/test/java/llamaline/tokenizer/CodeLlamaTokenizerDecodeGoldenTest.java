package llamaline.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import llamaline.tokenizer.decoding.ContinuationDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeLlamaTokenizerDecodeGoldenTest {
    static Stream<GoldenCase> cases() {
        return GoldenTokenizer.cases("decode.jsonl");
    }

    static Stream<GoldenCase> shortOnes() {
        return cases().filter(expected -> expected.has("prefix_texts"));
    }

    static Stream<GoldenCase> streamed() {
        return cases().filter(expected -> expected.has("stream_chunks"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesAWholeSequence(GoldenCase expected) {
        int[] ids = expected.ids("ids");

        assertEquals(expected.text("text_skip_special"), expected.tokenizer().decode(ids, true));
        assertEquals(expected.text("text_keep_special"), expected.tokenizer().decode(ids, false));
    }

    @ParameterizedTest
    @MethodSource("shortOnes")
    void decodesEachBeginning(GoldenCase expected) {
        int[] ids = expected.ids("ids");
        List<String> texts = expected.texts("prefix_texts");

        for (int i = 0; i < ids.length; i++) {
            int[] beginning = Arrays.copyOf(ids, i + 1);
            assertEquals(texts.get(i), expected.tokenizer().decode(beginning, true));
        }
    }

    @ParameterizedTest
    @MethodSource("shortOnes")
    void decodesEachIdAlone(GoldenCase expected) {
        int[] ids = expected.ids("ids");
        List<String> texts = expected.texts("single_texts");

        for (int i = 0; i < ids.length; i++) {
            assertEquals(texts.get(i), expected.tokenizer().decode(new int[] {ids[i]}, true));
        }
    }

    /**
     * Transformers' streamer begins anew behind each line, so that a line's first space is lost.
     */
    @ParameterizedTest
    @MethodSource("streamed")
    void decodesLineByLineAsTheReferenceStreams(GoldenCase expected) {
        var text = new StringBuilder();
        List<Integer> line = new ArrayList<>();
        for (int id : expected.ids("ids")) {
            line.add(id);
            String decoded = decode(expected, line);
            if (decoded.endsWith("\n")) {
                text.append(decoded);
                line.clear();
            }
        }
        text.append(decode(expected, line));

        assertEquals(String.join("", expected.texts("stream_chunks")), text.toString());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void streamsTheWhole(GoldenCase expected) {
        ContinuationDecoder decoder = expected.tokenizer().continuation(new int[0]);

        var text = new StringBuilder();
        for (int id : expected.ids("ids")) {
            text.append(decoder.accept(id));
        }
        text.append(decoder.finish());

        String whole = expected.text("text_skip_special");
        boolean beginsWithSpace = text.length() > whole.length();
        assertEquals((beginsWithSpace ? " " : "") + whole, text.toString());
    }

    private static String decode(GoldenCase expected, List<Integer> ids) {
        int[] array = ids.stream().mapToInt(Integer::intValue).toArray();
        return expected.tokenizer().decode(array, true);
    }
}
