package llamaline.tokenizer.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.GoldenCase;
import llamaline.tokenizer.GoldenTokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostProcessorGoldenTest {
    static Stream<GoldenCase> cases() {
        return GoldenTokenizer.cases("special-tokens.jsonl");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void addsWhatTheSettingsSay(GoldenCase expected) {
        CodeLlamaTokenizer tokenizer = tokenizer(expected);

        int[] ids = tokenizer.encodePrompt(expected.text("text"), ControlTokens.PARSE);

        assertArrayEquals(expected.ids("ids"), ids);
        assertArrayEquals(expected.ids("ids_after_toggle"), ids);
        assertArrayEquals(
                expected.ids("special_tokens_mask_already"), tokenizer.specialTokensMaskOf(ids));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void framesOneSequence(GoldenCase expected) {
        CodeLlamaTokenizer tokenizer = tokenizer(expected);
        int[] ids = tokenizer.encode(expected.text("text"), ControlTokens.PARSE);

        int[] inputs = tokenizer.buildInputsWithSpecialTokens(ids);

        assertArrayEquals(expected.ids("build_inputs"), inputs);
        assertArrayEquals(expected.ids("special_tokens_mask"), tokenizer.specialTokensMask(ids));
        assertArrayEquals(expected.ids("token_type_ids"), tokenizer.createTokenTypeIds(ids));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void framesTwoSequences(GoldenCase expected) {
        CodeLlamaTokenizer tokenizer = tokenizer(expected);
        int[] first = tokenizer.encode(expected.text("text"), ControlTokens.PARSE);
        int[] second = tokenizer.encode(expected.text("pair_text"), ControlTokens.PARSE);

        int[] inputs = tokenizer.buildInputsWithSpecialTokens(first, second);

        assertArrayEquals(expected.ids("build_inputs_pair"), inputs);
        assertArrayEquals(expected.ids("pair_ids"), inputs);
        assertArrayEquals(expected.ids("pair", "input_ids"), inputs);
        assertArrayEquals(
                expected.ids("special_tokens_mask_pair"),
                tokenizer.specialTokensMask(first, second));
        int[] types = tokenizer.createTokenTypeIds(first, second);
        assertArrayEquals(expected.ids("token_type_ids_pair"), types);
        assertArrayEquals(expected.ids("pair", "token_type_ids"), types);
    }

    private static CodeLlamaTokenizer tokenizer(GoldenCase expected) {
        return expected.tokenizer()
                .withSpecialTokens(expected.flag("add_bos"), expected.flag("add_eos"));
    }
}
