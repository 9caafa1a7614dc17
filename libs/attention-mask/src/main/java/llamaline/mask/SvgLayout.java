package llamaline.mask;

import java.util.List;

/**
 * Where things stand in an SVG picture, in its user units.
 *
 * @param cell side of a cell
 * @param left left edge of the cells
 * @param top upper edge of the cells
 * @param right room to the right of them, for the names of row segments
 * @param bottom room below them, for the names of column segments
 * @param isLabelled whether each row and each column has its label; else some have their number
 */
record SvgLayout(int cell, int left, int top, int right, int bottom, boolean isLabelled) {
    /** Beyond so many segments their names would overlap. */
    static final int MOST_NAMED_SEGMENTS = 32;

    static final int TITLE_HEIGHT = 44;
    static final int MARGIN = 16;

    private static final int WANTED_WIDTH = 768;
    private static final int SMALLEST_CELL = 2;
    private static final int LARGEST_CELL = 18;

    /** Of a cell, so that its label is readable. */
    private static final int SMALLEST_LABELLED = 11;

    private static final int CHARACTER_WIDTH = 7;
    private static final int TEXT_SIZE = 11;
    private static final int TITLE_SIZE = 14;
    private static final int LONGEST_LABEL = 24;
    private static final int NUMBER_ROOM = 8 * CHARACTER_WIDTH;

    static SvgLayout of(AttentionMask mask, MaskPicture picture) {
        int cells = Math.max(1, Math.max(picture.rows().cells(), picture.columns().cells()));
        int cell = Math.clamp(WANTED_WIDTH / cells, SMALLEST_CELL, LARGEST_CELL);
        boolean isLabelled = picture.isExact() && cell >= SMALLEST_LABELLED;
        return new SvgLayout(
                cell,
                MARGIN + (isLabelled ? room(mask.rows().labels()) : NUMBER_ROOM),
                TITLE_HEIGHT + (isLabelled ? room(mask.columns().labels()) : MARGIN),
                MARGIN + segmentRoom(mask.rows()),
                MARGIN + segmentRoom(mask.columns()),
                isLabelled);
    }

    private static int room(List<String> labels) {
        int longest = 0;
        for (String label : labels) {
            longest = Math.max(longest, width(shown(label)));
        }
        return longest + CHARACTER_WIDTH;
    }

    private static int segmentRoom(MaskAxis axis) {
        int longest = 0;
        for (MaskSegment segment : named(axis)) {
            longest = Math.max(longest, width(segment.name()));
        }
        return longest == 0 ? 0 : longest + MARGIN;
    }

    /** The segments that get a name in the picture. */
    static List<MaskSegment> named(MaskAxis axis) {
        return axis.segments().size() > MOST_NAMED_SEGMENTS ? List.of() : axis.segments();
    }

    /** A label as Python would write it, cut where it is too long. */
    static String shown(String label) {
        String repr = PythonRepr.of(label);
        if (PythonRepr.length(repr) <= LONGEST_LABEL) {
            return repr;
        }
        return repr.substring(0, repr.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
    }

    /** In a monospaced font, where an ideograph or a Hangul syllable takes two places. */
    private static int width(String text) {
        int wide = (int) text.codePoints().filter(character -> character >= 0x1100).count();
        return CHARACTER_WIDTH * (PythonRepr.length(text) + wide);
    }

    /** Room that the picture's title takes, in its larger font. */
    static int titleWidth(String title) {
        return width(title) * TITLE_SIZE / TEXT_SIZE;
    }

    int x(int column) {
        return left + column * cell;
    }

    int y(int row) {
        return top + row * cell;
    }
}
