package llamaline.mask.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import llamaline.mask.AttentionMask;
import llamaline.mask.picture.MaskPicture;
import llamaline.mask.picture.MaskRenderer;
import llamaline.mask.picture.PythonRepr;

/**
 * Writes a mask as UTF-8 text for a terminal. A plain text's mask is, character by character, what
 * the reference prints; a mask with more rows or columns than are written whole is shaded, and
 * segments are listed below. An empty text, on which the reference fails, has no rows.
 *
 * <p>Source: Hugging Face transformers 4.57.6, utils/attention_visualizer.py.
 */
public final class TextRenderer implements MaskRenderer {
    /** The most tokens of a mask that is written whole, which is 4 MB of text. */
    private static final int WHOLE_CELLS = 1024;

    private static final int SHADED_CELLS = 64;

    private static final String FAMILY = "llama";
    private static final String CLASS_NAME = "LlamaModel";
    private static final String CLASS =
            "<class 'transformers.models.llama.modeling_llama.LlamaModel'>";
    private static final String SIDE = "##";

    private final TextColors colors;
    private final int wholeCells;
    private final int shadedCells;

    /** Writes masks of up to 1,024 tokens whole, and others in 64 cells a side. */
    public TextRenderer(TextColors colors) {
        this(colors, WHOLE_CELLS, SHADED_CELLS);
    }

    /**
     * Writes masks of up to {@code maxCells} tokens whole, and others in that many cells a side.
     */
    public TextRenderer(TextColors colors, int maxCells) {
        this(colors, maxCells, maxCells);
    }

    private TextRenderer(TextColors colors, int wholeCells, int shadedCells) {
        this.colors = colors;
        this.wholeCells = MaskPicture.checkCells(wholeCells);
        this.shadedCells = shadedCells;
    }

    @Override
    public String mediaType() {
        return "text/plain; charset=UTF-8";
    }

    @Override
    public void render(AttentionMask mask, OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        String border =
                SIDE.repeat(("Attention visualization for " + FAMILY + " | " + CLASS).length() + 4);
        line("", writer);
        line(border, writer);
        line(SIDE + title(mask.model(), border.length()) + "    " + SIDE, writer);
        line(border, writer);
        var whole = MaskPicture.of(mask, wholeCells);
        MaskPicture picture = whole.isExact() ? whole : MaskPicture.of(mask, shadedCells);
        new MatrixText(mask, picture, colors).write(writer);
        new SegmentText(mask).write(writer);
        line(border, writer);
        writer.flush();
    }

    /** Returns the title, centered as in the reference, which counts the escape codes. */
    private String title(String model, int width) {
        String centered = PythonRepr.center(title(model, TextColors.ANSI), width);
        return centered.replace(title(model, TextColors.ANSI), title(model, colors));
    }

    private static String title(String model, TextColors colors) {
        return "  Attention visualization for "
                + colors.paint(TextColors.BOLD, FAMILY + ":" + model)
                + " "
                + CLASS_NAME;
    }

    static void line(String text, Writer writer) throws IOException {
        writer.write(text);
        writer.write('\n');
    }
}
