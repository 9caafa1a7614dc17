package llamaline.mask.json;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import llamaline.mask.AttendedSpan;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;
import llamaline.mask.MaskSegment;
import llamaline.mask.picture.CellRow;
import llamaline.mask.picture.MaskPicture;
import llamaline.mask.picture.MaskRenderer;
import llamaline.mask.picture.SegmentAttention;

/**
 * Writes a mask as JSON: labels and segments of rows and columns; {@code spans}, the columns [from,
 * to) that each row attends to, exact at any length; {@code sees}, the part of each column segment
 * that each row segment attends to; and {@code picture}, cells with the part of their pairs that
 * attends, 0 to 1.
 */
public final class JsonRenderer implements MaskRenderer {
    public static final int DEFAULT_CELLS = 128;

    private final int maxCells;

    public JsonRenderer() {
        this(DEFAULT_CELLS);
    }

    /**
     * Draws at most {@code maxCells} cells a side.
     *
     * @throws MaskInputException where that is not 1 to {@link MaskPicture#MOST_CELLS}
     */
    public JsonRenderer(int maxCells) {
        this.maxCells = MaskPicture.checkCells(maxCells);
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public void render(AttentionMask mask, OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        var json = new JsonWriter(writer);
        json.begin('{').name("model").value(mask.model()).name("layout").value(mask.layout());
        axis("rows", mask.rows(), json);
        axis("columns", mask.columns(), json);
        json.name("attended").value(mask.attendedCount());
        spans(mask, json);
        sees(mask, json);
        picture(MaskPicture.of(mask, maxCells), json);
        json.end('}');
        writer.flush();
    }

    private static void axis(String name, MaskAxis axis, JsonWriter json) throws IOException {
        json.name(name).begin('{').name("count").value(axis.size()).name("labels").begin('[');
        for (String label : axis.labels()) {
            json.value(label);
        }
        json.end(']').name("segments").begin('[');
        for (MaskSegment segment : axis.segments()) {
            json.begin('{').name("name").value(segment.name());
            json.name("from").value(segment.from()).name("to").value(segment.to()).end('}');
        }
        json.end(']').end('}');
    }

    private static void spans(AttentionMask mask, JsonWriter json) throws IOException {
        json.name("spans").begin('[');
        for (int row = 0; row < mask.rows().size(); row++) {
            AttendedSpan span = mask.attended(row);
            json.begin('[').value(span.from()).value(span.to()).end(']');
        }
        json.end(']');
    }

    private static void sees(AttentionMask mask, JsonWriter json) throws IOException {
        json.name("sees").begin('[');
        for (SegmentAttention sight : SegmentAttention.of(mask)) {
            json.begin('{').name("rows").value(sight.row().name());
            json.name("columns").value(sight.column().name());
            json.name("fraction").value(sight.fraction()).end('}');
        }
        json.end(']');
    }

    private static void picture(MaskPicture picture, JsonWriter json) throws IOException {
        json.name("picture").begin('{').name("exact").value(picture.isExact());
        json.name("rows").value(picture.rows().cells());
        json.name("columns").value(picture.columns().cells()).name("cells").begin('[');
        for (int row = 0; row < picture.rows().cells(); row++) {
            CellRow cells = picture.row(row);
            json.begin('[');
            for (int cell = 0; cell < picture.columns().cells(); cell++) {
                json.value(cells.fraction(cell));
            }
            json.end(']');
        }
        json.end(']').end('}');
    }
}
