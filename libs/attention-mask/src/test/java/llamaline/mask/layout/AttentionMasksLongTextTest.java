package llamaline.mask.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import llamaline.mask.AttentionMask;
import llamaline.mask.AttentionPattern;
import llamaline.mask.MaskAxis;
import llamaline.mask.Rendered;
import llamaline.mask.json.JsonRenderer;
import llamaline.mask.picture.MaskRenderer;
import llamaline.mask.png.PngRenderer;
import llamaline.mask.svg.SvgRenderer;
import llamaline.mask.text.TextColors;
import llamaline.mask.text.TextRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mask of 100,000 tokens has 10 billion pairs; a picture of it must not. */
class AttentionMasksLongTextTest {
    private static final int LENGTH = 100_000;

    /** Labels, cells and what is written, several times over; a matrix of bits would be 1.25 GB. */
    private static final long MOST_BYTES = 400L << 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<MaskRenderer> renderers() {
        return Stream.of(
                new TextRenderer(TextColors.ANSI),
                new JsonRenderer(),
                new SvgRenderer(),
                new PngRenderer());
    }

    @ParameterizedTest
    @MethodSource("renderers")
    void isDrawnInBoundedMemory(MaskRenderer renderer) throws IOException {
        AttentionMask mask = longMask();
        long before = THREADS.getCurrentThreadAllocatedBytes();

        renderer.render(mask, OutputStream.nullOutputStream());

        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MOST_BYTES, () -> allocated + " bytes");
    }

    @Test
    void isTokenizedAndCounted() {
        AttentionMask mask =
                MaskTokenizer.tiny()
                        .of(new MaskInput.Text("\t".repeat(LENGTH - 1), PieceRule.TRANSFORMERS_4));

        assertEquals(LENGTH, mask.rows().size());
        assertEquals(LENGTH * (LENGTH + 1L) / 2, mask.attendedCount());
    }

    @Test
    void oneTokenIsDrawnToo() {
        AttentionMask mask =
                MaskTokenizer.tiny().of(new MaskInput.Text("a", PieceRule.TRANSFORMERS_4));

        assertEquals(1, mask.rows().size());
        assertTrue(Rendered.text(mask, TextColors.NONE).contains("'▁a':  0 ■    |    \n"));
    }

    private static AttentionMask longMask() {
        List<String> labels = Collections.nCopies(LENGTH, "▁x");
        var axis = new MaskAxis(labels, List.of());
        return new AttentionMask(
                "any", "causal", axis, axis, new AttentionPattern.Causal(LENGTH, 0));
    }
}
