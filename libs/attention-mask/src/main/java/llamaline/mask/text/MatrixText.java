package llamaline.mask.text;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import llamaline.mask.AttentionMask;
import llamaline.mask.picture.CellRow;
import llamaline.mask.picture.MaskPicture;
import llamaline.mask.picture.PythonRepr;

/** Writes the matrix of a mask as text: legend, header, and one line for each row of cells. */
final class MatrixText {
    private static final String ALL = "■";
    private static final String NONE = "⬚";
    private static final List<String> SHADES = List.of(NONE, "░", "▒", "▓", ALL);
    private static final String END = "    |    ";
    private static final String HEADER = "Attention Matrix";

    /**
     * The length of a colored cell as the reference counts it: an escape code in front and one
     * behind.
     */
    private static final int COLORED_LENGTH = 10;

    private final AttentionMask mask;
    private final MaskPicture picture;
    private final TextColors colors;
    private final int labelWidth;

    MatrixText(AttentionMask mask, MaskPicture picture, TextColors colors) {
        this.mask = mask;
        this.picture = picture;
        this.colors = colors;
        int widest = 0;
        for (int row = 0; row < picture.rows().cells(); row++) {
            widest = Math.max(widest, PythonRepr.length(label(row)));
        }
        labelWidth = widest;
    }

    void write(Writer writer) throws IOException {
        TextRenderer.line(legend(), writer);
        String header = PythonRepr.padRight(HEADER, firstRowLength() / 2);
        TextRenderer.line(" ".repeat(labelWidth + 5) + header, writer);
        int rows = picture.rows().cells();
        for (int digit = 0; rows > 0 && digit < digits(mask.rows().size()); digit++) {
            TextRenderer.line("", writer);
        }
        for (int row = 0; row < rows; row++) {
            writeRow(row, writer);
        }
    }

    private String legend() {
        String legend =
                " %s: i == j (diagonal)   %s: token_type_ids"
                        .formatted(
                                colors.paint(TextColors.GREEN, ALL),
                                colors.paint(TextColors.YELLOW, ALL));
        return picture.isExact()
                ? legend
                : legend + "   " + String.join("", SHADES) + ": none to all of a cell attended";
    }

    private static int digits(int count) {
        return String.valueOf(count).length();
    }

    /**
     * Returns the length of the first row's cells as the reference writes them there, each attended
     * one in yellow.
     */
    private int firstRowLength() {
        int cells = picture.columns().cells();
        if (picture.rows().cells() == 0) {
            return 0;
        }
        CellRow first = picture.row(0);
        int length = cells - 1;
        for (int cell = 0; cell < cells; cell++) {
            length += first.attended(cell) > 0 ? COLORED_LENGTH : 1;
        }
        return length;
    }

    private void writeRow(int row, Writer writer) throws IOException {
        CellRow cells = picture.row(row);
        int position = mask.attended(picture.rows().from(row)).own();
        writer.write(PythonRepr.padRight(label(row), labelWidth));
        writer.write(": ");
        writer.write(PythonRepr.padLeft(String.valueOf(position), positionWidth()));
        for (int cell = 0; cell < picture.columns().cells(); cell++) {
            String square = SHADES.get(cells.shade(cell, SHADES.size() - 1));
            writer.write(' ');
            writer.write(cells.isOwn(cell) ? colors.paint(TextColors.GREEN, square) : square);
        }
        TextRenderer.line(END, writer);
    }

    /**
     * Returns the width of a position: two characters in the reference, however many tokens there
     * are.
     */
    private int positionWidth() {
        return picture.isExact() ? 2 : digits(mask.columns().size() - 1);
    }

    private String label(int row) {
        int from = picture.rows().from(row);
        int to = picture.rows().to(row);
        return to - from == 1
                ? PythonRepr.of(mask.rows().labels().get(from))
                : "rows %d-%d".formatted(from, to - 1);
    }
}
