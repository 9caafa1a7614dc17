package llamaline.mask.svg;

import llamaline.mask.AttentionMask;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskSegment;
import llamaline.mask.picture.MaskPicture;
import llamaline.mask.picture.PythonRepr;

/**
 * The places of an SVG picture's parts, in its user units.
 *
 * @param columns place of the columns' cells, from the left
 * @param rows place of the rows' cells, from the top
 * @param width width of the picture
 * @param height height of the picture
 */
record SvgLayout(SvgAxis columns, SvgAxis rows, int width, int height) {
    static final int MARGIN = 16;

    /** The width that a number takes along the columns. */
    static final int NUMBER_WIDTH = 56;

    /** The height that a line of text takes. */
    static final int LINE_HEIGHT = 14;

    private static final int TITLE_HEIGHT = 44;
    private static final int CHARACTER_WIDTH = 7;
    private static final int TEXT_SIZE = 11;
    private static final int TITLE_SIZE = 14;

    static SvgLayout of(AttentionMask mask, MaskPicture picture, String title) {
        SvgAxis columns = SvgAxis.of(picture.columns());
        SvgAxis rows = SvgAxis.of(picture.rows());
        columns = columns.startingAt(MARGIN + labelRoom(mask.rows(), rows, NUMBER_WIDTH));
        rows = rows.startingAt(TITLE_HEIGHT + labelRoom(mask.columns(), columns, MARGIN));
        int right = columns.end() + MARGIN + segmentRoom(mask.rows());
        int titleRight = 2 * MARGIN + width(title) * TITLE_SIZE / TEXT_SIZE;
        int bottom = rows.end() + MARGIN + segmentRoom(mask.columns());
        return new SvgLayout(columns, rows, Math.max(right, titleRight), bottom);
    }

    private static int labelRoom(MaskAxis axis, SvgAxis place, int numberRoom) {
        if (!place.isLabelled()) {
            return numberRoom;
        }
        int longest = 0;
        for (String label : axis.labels()) {
            longest = Math.max(longest, width(SvgAxis.shown(label)));
        }
        return longest + CHARACTER_WIDTH;
    }

    private static int segmentRoom(MaskAxis axis) {
        int longest = 0;
        for (MaskSegment segment : SvgAxis.named(axis)) {
            longest = Math.max(longest, width(segment.name()));
        }
        return longest == 0 ? 0 : longest + MARGIN;
    }

    /**
     * Returns the width of a text in a monospaced font, where an ideograph or a Hangul syllable
     * takes two cells.
     */
    private static int width(String text) {
        int wide = (int) text.codePoints().filter(character -> character >= 0x1100).count();
        return CHARACTER_WIDTH * (PythonRepr.length(text) + wide);
    }
}
