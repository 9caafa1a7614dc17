package llamaline.mask;

import java.io.IOException;
import java.io.Writer;

/** What stands around the cells: labels or numbers, and the segments' borders and names. */
final class SvgLabels {
    /** Numbers along an axis without labels. */
    private static final int NUMBERS = 8;

    private static final int GAP = 4;

    /** From a line's middle down to its base line. */
    private static final int BASE_LINE = 4;

    private final AttentionMask mask;
    private final MaskPicture picture;
    private final SvgLayout layout;

    SvgLabels(AttentionMask mask, MaskPicture picture, SvgLayout layout) {
        this.mask = mask;
        this.picture = picture;
        this.layout = layout;
    }

    void write(Writer writer) throws IOException {
        if (layout.isLabelled()) {
            rowLabels(writer);
            columnLabels(writer);
        } else {
            rowNumbers(writer);
            columnNumbers(writer);
        }
        rowSegments(writer);
        columnSegments(writer);
    }

    private void rowLabels(Writer writer) throws IOException {
        for (int row = 0; row < picture.rows().cells(); row++) {
            String label = SvgLayout.shown(mask.rows().labels().get(row));
            beforeRow(middleOfRow(row, row + 1), label, writer);
        }
    }

    private void columnLabels(Writer writer) throws IOException {
        for (int column = 0; column < picture.columns().cells(); column++) {
            String label = SvgLayout.shown(mask.columns().labels().get(column));
            upright(middleOfColumn(column, column + 1), layout.top() - GAP, "start", label, writer);
        }
    }

    private void rowNumbers(Writer writer) throws IOException {
        Partition rows = picture.rows();
        for (int row = 0; row < rows.cells(); row += step(rows)) {
            int position = mask.attended(rows.from(row)).own();
            beforeRow(middleOfRow(row, row + 1), String.valueOf(position), writer);
        }
    }

    private void columnNumbers(Writer writer) throws IOException {
        Partition columns = picture.columns();
        for (int column = 0; column < columns.cells(); column += step(columns)) {
            String number = String.valueOf(columns.from(column));
            text(layout.x(column), layout.top() - GAP, "", number, writer);
        }
    }

    private static int step(Partition axis) {
        return Math.ceilDiv(axis.cells(), NUMBERS);
    }

    private void rowSegments(Writer writer) throws IOException {
        int right = layout.x(picture.columns().cells());
        for (MaskSegment segment : SvgLayout.named(mask.rows())) {
            int from = picture.rows().cellOf(segment.from());
            int to = picture.rows().cellOf(segment.to() - 1) + 1;
            cut("M%d %dH%d".formatted(layout.left(), layout.y(to), right + GAP), writer);
            text(right + GAP, middleOfRow(from, to) + BASE_LINE, "", segment.name(), writer);
        }
    }

    private void columnSegments(Writer writer) throws IOException {
        int below = layout.y(picture.rows().cells());
        for (MaskSegment segment : SvgLayout.named(mask.columns())) {
            int from = picture.columns().cellOf(segment.from());
            int to = picture.columns().cellOf(segment.to() - 1) + 1;
            cut("M%d %dV%d".formatted(layout.x(to), layout.top(), below + GAP), writer);
            upright(middleOfColumn(from, to), below + GAP, "end", segment.name(), writer);
        }
    }

    private int middleOfRow(int from, int to) {
        return (layout.y(from) + layout.y(to)) / 2;
    }

    private int middleOfColumn(int from, int to) {
        return (layout.x(from) + layout.x(to)) / 2;
    }

    private void beforeRow(int middle, String label, Writer writer) throws IOException {
        String end = " text-anchor=\"end\"";
        text(layout.left() - GAP, middle + BASE_LINE, end, label, writer);
    }

    /** Text that is read from below. */
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
