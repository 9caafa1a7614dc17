package llamaline.mask.svg;

import java.util.List;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskSegment;
import llamaline.mask.picture.Partition;
import llamaline.mask.picture.PythonRepr;

/**
 * The place of the rows' or the columns' cells in an SVG picture, in its user units.
 *
 * @param start edge of the first cell
 * @param cell side of a cell
 * @param cells number of cells
 * @param isLabelled whether each cell has its label; else some have their number
 */
record SvgAxis(int start, int cell, int cells, boolean isLabelled) {
    /** The most segments that get a name; the names of more would overlap. */
    private static final int MOST_NAMED_SEGMENTS = 32;

    private static final int WANTED_LENGTH = 768;
    private static final int SMALLEST_CELL = 2;
    private static final int LARGEST_CELL = 18;

    /** The smallest cell whose label is readable. */
    private static final int SMALLEST_LABELLED = 11;

    private static final int LONGEST_LABEL = 24;

    /** The number of numbers along an axis without labels. */
    private static final int NUMBERS = 8;

    /** Chooses the largest cells that fit, on an axis that starts at 0. */
    static SvgAxis of(Partition partition) {
        int cell =
                Math.clamp(
                        WANTED_LENGTH / Math.max(1, partition.cells()),
                        SMALLEST_CELL,
                        LARGEST_CELL);
        boolean isLabelled = partition.isExact() && cell >= SMALLEST_LABELLED;
        return new SvgAxis(0, cell, partition.cells(), isLabelled);
    }

    SvgAxis startingAt(int newStart) {
        return new SvgAxis(newStart, cell, cells, isLabelled);
    }

    /** Returns the edge in front of a cell. */
    int at(int index) {
        return start + index * cell;
    }

    int end() {
        return at(cells);
    }

    /** Returns the middle of cells [from, to). */
    int middle(int from, int to) {
        return (at(from) + at(to)) / 2;
    }

    /**
     * Returns the distance in cells from one number to the next, so that {@code room} units are
     * between them.
     */
    int numberStep(int room) {
        return Math.max(1, Math.max(Math.ceilDiv(cells, NUMBERS), Math.ceilDiv(room, cell)));
    }

    /** Returns a label as Python would write it, cut where it is too long. */
    static String shown(String label) {
        String repr = PythonRepr.of(label);
        if (PythonRepr.length(repr) <= LONGEST_LABEL) {
            return repr;
        }
        return repr.substring(0, repr.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
    }

    /** Returns the segments that get a name in the picture. */
    static List<MaskSegment> named(MaskAxis axis) {
        return axis.segments().size() > MOST_NAMED_SEGMENTS ? List.of() : axis.segments();
    }
}
