package llamaline.mask.svg;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import llamaline.mask.picture.CellRow;
import llamaline.mask.picture.MaskPicture;

/** Writes the cells of an SVG picture; neighbours of one shade become one rectangle. */
final class SvgCells {
    /** The number of steps of shade from none to all. */
    private static final int SHADES = 32;

    /** The smallest cell, in user units, that has lines around it. */
    private static final int SMALLEST_WITH_LINES = 6;

    private final MaskPicture picture;
    private final SvgLayout layout;

    SvgCells(MaskPicture picture, SvgLayout layout) {
        this.picture = picture;
        this.layout = layout;
    }

    void write(Writer writer) throws IOException {
        int columns = picture.columns().cells();
        int rows = picture.rows().cells();
        rectangle("mask-off\"", 0, columns, new Place(0, rows), writer);
        for (int row = 0; row < rows; row++) {
            writeRow(row, writer);
        }
        if (Math.min(layout.rows().cell(), layout.columns().cell()) >= SMALLEST_WITH_LINES) {
            lines(rows, columns, writer);
        }
    }

    private void writeRow(int row, Writer writer) throws IOException {
        CellRow cells = picture.row(row);
        var place = new Place(row, row + 1);
        int columns = picture.columns().cells();
        for (int from = 0, to; from < columns; from = to) {
            int shade = cells.shade(from, SHADES);
            to = from + 1;
            while (to < columns && cells.shade(to, SHADES) == shade) {
                to++;
            }
            if (shade > 0) {
                rectangle("mask-on\"" + opacity(shade), from, to, place, writer);
            }
        }
        for (int cell = 0; cell < columns; cell++) {
            if (cells.isOwn(cell)) {
                rectangle("mask-own\"", cell, cell + 1, place, writer);
            }
        }
    }

    private static String opacity(int shade) {
        return shade == SHADES
                ? ""
                : String.format(Locale.ROOT, " fill-opacity=\"%.3f\"", (double) shade / SHADES);
    }

    /** The rows [from, to) of cells that a rectangle covers. */
    private record Place(int from, int to) {}

    private void rectangle(String kind, int from, int to, Place rows, Writer writer)
            throws IOException {
        SvgAxis x = layout.columns();
        SvgAxis y = layout.rows();
        writer.write(
                "<rect class=\"%s x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
                        .formatted(
                                kind,
                                x.at(from),
                                y.at(rows.from),
                                (to - from) * x.cell(),
                                (rows.to - rows.from) * y.cell()));
    }

    private void lines(int rows, int columns, Writer writer) throws IOException {
        SvgAxis x = layout.columns();
        SvgAxis y = layout.rows();
        writer.write("<path class=\"mask-line\" d=\"");
        for (int row = 0; row <= rows; row++) {
            writer.write("M%d %dH%d".formatted(x.start(), y.at(row), x.end()));
        }
        for (int column = 0; column <= columns; column++) {
            writer.write("M%d %dV%d".formatted(x.at(column), y.start(), y.end()));
        }
        writer.write("\"/>\n");
    }
}
