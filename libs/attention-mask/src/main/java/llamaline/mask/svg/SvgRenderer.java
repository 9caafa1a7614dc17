package llamaline.mask.svg;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskInputException;
import llamaline.mask.picture.MaskPicture;
import llamaline.mask.picture.MaskRenderer;

/**
 * Writes a mask as an SVG picture, for a file of its own or inside a page, in light and dark. Rows
 * are queries, from the top; columns are keys, from the left. Small masks have a label at each row
 * and column, larger ones are shaded.
 */
public final class SvgRenderer implements MaskRenderer {
    public static final int DEFAULT_CELLS = 256;

    private static final String STYLE =
            """
            <style>
            .mask-page{fill:#ffffff}.mask-off{fill:#eaeef2}.mask-on{fill:#1f2328}.mask-own{fill:#2da44e}
            .mask-line{stroke:#ffffff;fill:none}.mask-cut{stroke:#cf222e;fill:none}
            .mask-text{fill:#1f2328;font:11px ui-monospace,Menlo,Consolas,monospace}
            .mask-title{font-size:14px}
            @media (prefers-color-scheme:dark){
            .mask-page{fill:#0d1117}.mask-off{fill:#21262d}.mask-on{fill:#c9d1d9}.mask-own{fill:#3fb950}
            .mask-line{stroke:#0d1117}.mask-cut{stroke:#ff7b72}.mask-text{fill:#e6edf3}}
            </style>
            """;

    private final int maxCells;

    public SvgRenderer() {
        this(DEFAULT_CELLS);
    }

    /**
     * Draws at most {@code maxCells} cells a side.
     *
     * @throws MaskInputException where that is not 1 to {@link MaskPicture#MOST_CELLS}
     */
    public SvgRenderer(int maxCells) {
        this.maxCells = MaskPicture.checkCells(maxCells);
    }

    @Override
    public String mediaType() {
        return "image/svg+xml";
    }

    @Override
    public void render(AttentionMask mask, OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        var picture = MaskPicture.of(mask, maxCells);
        String title = "Attention mask of " + mask.model() + ": " + mask.layout();
        var layout = SvgLayout.of(mask, picture, title);
        begin(title, layout, writer);
        new SvgCells(picture, layout).write(writer);
        new SvgLabels(mask, picture, layout).write(writer);
        writer.write("</svg>\n");
        writer.flush();
    }

    private static void begin(String title, SvgLayout layout, Writer writer) throws IOException {
        writer.write(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
                <title>%3$s</title>
                %4$s<rect class="mask-page" width="%1$d" height="%2$d"/>
                <text class="mask-text mask-title" x="%5$d" y="26">%3$s</text>
                """
                        .formatted(
                                layout.width(),
                                layout.height(),
                                XmlText.escaped(title),
                                STYLE,
                                SvgLayout.MARGIN));
    }
}
