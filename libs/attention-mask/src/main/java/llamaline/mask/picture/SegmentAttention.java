package llamaline.mask.picture;

import java.util.ArrayList;
import java.util.List;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskSegment;

/**
 * How much of a column segment a row segment sees.
 *
 * @param fraction of their pairs, 0 to 1
 */
public record SegmentAttention(MaskSegment row, MaskSegment column, double fraction) {
    /** Beyond so many segments nobody reads a table of all pairs. */
    public static final int MOST_SEGMENTS = 32;

    /** All pairs, or none where there are too many segments. */
    public static List<SegmentAttention> of(AttentionMask mask) {
        List<MaskSegment> rows = mask.rows().segments();
        List<MaskSegment> columns = mask.columns().segments();
        List<SegmentAttention> sights = new ArrayList<>();
        if (Math.max(rows.size(), columns.size()) > MOST_SEGMENTS) {
            return sights;
        }
        for (MaskSegment row : rows) {
            for (MaskSegment column : columns) {
                sights.add(new SegmentAttention(row, column, mask.fraction(row, column)));
            }
        }
        return sights;
    }
}
