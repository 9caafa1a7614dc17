package llamaline.mask.picture;

import java.util.ArrayList;
import java.util.List;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskSegment;

/**
 * The attention of a row segment to a column segment.
 *
 * @param fraction part of their pairs that attends, 0 to 1
 */
public record SegmentAttention(MaskSegment row, MaskSegment column, double fraction) {
    /** The most segments of an axis for which a table of all pairs is worth reading. */
    public static final int MOST_SEGMENTS = 32;

    /** Lists all pairs of segments; none where an axis has more than {@link #MOST_SEGMENTS}. */
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
