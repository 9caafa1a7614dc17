package llamaline.mask.svg;

import java.io.IOException;
import java.io.Writer;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskSegment;
import llamaline.mask.picture.MaskPicture;

/**
 * Writes what surrounds the cells of an SVG picture: labels or numbers, and the segments' borders
 * and names.
 */
final class SvgLabels {
    private static final int GAP = 4;

    /** The distance from a line's middle down to its base line, in user units. */
    private static final int BASE_LINE = 4;

    private final AttentionMask mask;
    private final MaskPicture picture;
    private final SvgAxis rows;
    private final SvgAxis columns;

    SvgLabels(AttentionMask mask, MaskPicture picture, SvgLayout layout) {
        this.mask = mask;
        this.picture = picture;
        rows = layout.rows();
        columns = layout.columns();
    }

    void write(Writer writer) throws IOException {
        if (rows.isLabelled()) {
            rowLabels(writer);
        } else {
            rowNumbers(writer);
        }
        if (columns.isLabelled()) {
            columnLabels(writer);
        } else {
            columnNumbers(writer);
        }
        rowSegments(writer);
        columnSegments(writer);
    }

    private void rowLabels(Writer writer) throws IOException {
        for (int row = 0; row < rows.cells(); row++) {
            beforeRow(row, SvgAxis.shown(mask.rows().labels().get(row)), writer);
        }
    }

    private void columnLabels(Writer writer) throws IOException {
        for (int column = 0; column < columns.cells(); column++) {
            String label = SvgAxis.shown(mask.columns().labels().get(column));
            int middle = columns.middle(column, column + 1);
            upright(middle, rows.start() - GAP, "start", label, writer);
        }
    }

    private void rowNumbers(Writer writer) throws IOException {
        int step = rows.numberStep(SvgLayout.LINE_HEIGHT);
        for (int row = 0; row < rows.cells(); row += step) {
            int position = mask.attended(picture.rows().from(row)).own();
            beforeRow(row, String.valueOf(position), writer);
        }
    }

    private void columnNumbers(Writer writer) throws IOException {
        int step = columns.numberStep(SvgLayout.NUMBER_WIDTH);
        for (int column = 0; column < columns.cells(); column += step) {
            String number = String.valueOf(picture.columns().from(column));
            text(columns.at(column), rows.start() - GAP, "", number, writer);
        }
    }

    private void rowSegments(Writer writer) throws IOException {
        int right = columns.end() + GAP;
        for (MaskSegment segment : SvgAxis.named(mask.rows())) {
            int from = picture.rows().cellOf(segment.from());
            int to = picture.rows().cellOf(segment.to() - 1) + 1;
            cut("M%d %dH%d".formatted(columns.start(), rows.at(to), right), writer);
            text(right, rows.middle(from, to) + BASE_LINE, "", segment.name(), writer);
        }
    }

    private void columnSegments(Writer writer) throws IOException {
        int below = rows.end() + GAP;
        for (MaskSegment segment : SvgAxis.named(mask.columns())) {
            int from = picture.columns().cellOf(segment.from());
            int to = picture.columns().cellOf(segment.to() - 1) + 1;
            cut("M%d %dV%d".formatted(columns.at(to), rows.start(), below), writer);
            upright(columns.middle(from, to), below, "end", segment.name(), writer);
        }
    }

    private void beforeRow(int row, String label, Writer writer) throws IOException {
        int y = rows.middle(row, row + 1) + BASE_LINE;
        text(columns.start() - GAP, y, " text-anchor=\"end\"", label, writer);
    }

    /** Writes text that is read from below. */
    private static void upright(int middle, int y, String anchor, String text, Writer writer)
            throws IOException {
        int x = middle + BASE_LINE;
        String turned =
                " text-anchor=\"%s\" transform=\"rotate(-90 %d %d)\"".formatted(anchor, x, y);
        text(x, y, turned, text, writer);
    }

    private static void text(int x, int y, String attributes, String text, Writer writer)
            throws IOException {
        writer.write(
                "<text class=\"mask-text\" x=\"%d\" y=\"%d\"%s>%s</text>\n"
                        .formatted(x, y, attributes, XmlText.escaped(text)));
    }

    private static void cut(String path, Writer writer) throws IOException {
        writer.write("<path class=\"mask-cut\" d=\"%s\"/>\n".formatted(path));
    }
}
