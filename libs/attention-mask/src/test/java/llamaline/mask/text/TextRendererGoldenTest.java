package llamaline.mask.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import llamaline.mask.AttentionMask;
import llamaline.mask.Rendered;
import llamaline.mask.layout.AttentionMasks;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.layout.MaskTokenizer;
import llamaline.mask.layout.PieceRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against AttentionMaskVisualizer of transformers 4.57.6 and 5.23.0, on tiny-7b. */
class TextRendererGoldenTest {
    private static final List<String> TEXTS =
            List.of("def add(a, b):", "A normal attention mask", "<s>x = [1, 2,\n\t3] # 한글</s>");

    private final AttentionMasks masks = MaskTokenizer.tiny();

    record Printed(int text, PieceRule rule, TextColors colors, String file) {}

    static Stream<Printed> printed() {
        return Stream.of(TextColors.values())
                .flatMap(colors ->
                        Stream.of(PieceRule.TRANSFORMERS_4, PieceRule.TRANSFORMERS_5)
                                .flatMap(rule ->
                                        Stream.of(0, 1, 2)
                                                .map(text -> printed(text, rule, colors))));
    }

    private static Printed printed(int text, PieceRule rule, TextColors colors) {
        String version = rule == PieceRule.TRANSFORMERS_5 && text == 2 ? ".v5" : "";
        String form = colors == TextColors.ANSI ? ".ansi" : ".plain";
        return new Printed(text, rule, colors, "tiny-7b-" + text + version + form + ".txt");
    }

    @ParameterizedTest
    @MethodSource("printed")
    void printsWhatTheReferencePrints(Printed printed) throws IOException {
        AttentionMask mask =
                masks.of(new MaskInput.Text(TEXTS.get(printed.text()), printed.rule()));

        assertEquals(golden(printed.file()), Rendered.text(mask, printed.colors()));
    }

    /** The reference fails on an empty text; ours is a frame without rows. */
    @Test
    void drawsAnEmptyTextWithoutRows() throws IOException {
        AttentionMask mask = masks.of(new MaskInput.Text("", PieceRule.TRANSFORMERS_4));

        String text = Rendered.text(mask, TextColors.NONE);

        assertEquals(7, text.lines().count());
        assertTrue(text.contains("\n     Attention Matrix\n"), text);
    }

    private static String golden(String file) throws IOException {
        try (InputStream golden =
                TextRendererGoldenTest.class.getResourceAsStream("/attention-mask/" + file)) {
            return new String(
                    Objects.requireNonNull(golden, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
