package llamaline.mask.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import llamaline.mask.AttentionMask;
import llamaline.mask.RandomMasks;
import llamaline.mask.Rendered;
import llamaline.mask.layout.AttentionMasks;
import llamaline.mask.layout.MaskInput;
import llamaline.mask.layout.MaskTokenizer;
import llamaline.mask.layout.PieceRule;
import llamaline.tokenizer.prompt.InfillLayout;
import org.junit.jupiter.api.Test;

class TextRendererTest {
    private final AttentionMasks masks = MaskTokenizer.tiny();

    @Test
    void isTheSameWithoutItsColours() {
        AttentionMask mask =
                masks.of(new MaskInput.Text("x = \"it's\" \\ 1", PieceRule.TRANSFORMERS_4));

        String colored = Rendered.text(mask, TextColors.ANSI);

        assertEquals(
                Rendered.text(mask, TextColors.NONE), colored.replaceAll("\u001B\\[[0-9]+m", ""));
    }

    @Test
    void shadesWhatDoesNotFit() {
        String text = Rendered.text(RandomMasks.causal(10), new TextRenderer(TextColors.NONE, 5));

        List<String> lines = text.lines().toList();
        assertTrue(lines.get(4).endsWith("⬚░▒▓■: none to all of a cell attended"), lines.get(4));
        assertEquals("rows 0-1: 0 ▓ ⬚ ⬚ ⬚ ⬚    |    ", lines.get(8));
        assertEquals("rows 8-9: 8 ■ ■ ■ ■ ▓    |    ", lines.get(12));
    }

    @Test
    void isWholeForAThousandTokensAndShortBeyond() {
        assertEquals(1024 + 11, lines(RandomMasks.causal(1024)));
        assertEquals(64 + 11, lines(RandomMasks.causal(1025)));
    }

    private static long lines(AttentionMask mask) {
        return Rendered.text(mask, TextColors.NONE).lines().count();
    }

    @Test
    void listsAtMostSoManySegments() {
        AttentionMask mask = masks.of(new MaskInput.ChunkedPrefill("\t".repeat(49), 0, 1));

        String text = Rendered.text(mask, TextColors.NONE);

        assertTrue(text.contains("\n chunk 31  rows 31-31\n and 19 more\n"), text);
    }

    @Test
    void listsWhatEachSegmentSees() {
        AttentionMask mask =
                masks.of(new MaskInput.Infill("a", "b", "", InfillLayout.SUFFIX_PREFIX_MIDDLE));

        String text = Rendered.text(mask, TextColors.NONE);

        assertTrue(text.contains("\n infill, suffix-prefix-middle\n"), text);
        assertTrue(
                text.contains(
                        "\n suffix  rows 3-3  sees <s> 100%, ▁<PRE> 100%, ▁<SUF> 100%, suffix 100%\n"),
                text);
        assertTrue(
                text.contains(
                        "\n prefix  rows 5-5  sees <s> 100%, ▁<PRE> 100%, ▁<SUF> 100%, suffix 100%, ▁<MID> 100%,"
                                + " prefix 100%\n"),
                text);
    }

    @Test
    void numbersChunksByTheirPositions() {
        AttentionMask mask = masks.of(new MaskInput.ChunkedPrefill("a b c d", 2, 2));

        String text = Rendered.text(mask, TextColors.NONE);

        assertTrue(text.contains("'▁b':  2 ■ ■ ■ ⬚ ⬚    |    \n"), text);
        assertTrue(text.contains(" chunk 0  rows 0-1  sees cached 100%, chunk 0 75.0%\n"), text);
    }
}
