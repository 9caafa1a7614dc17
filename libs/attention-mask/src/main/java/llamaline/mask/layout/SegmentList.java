package llamaline.mask.layout;

import java.util.ArrayList;
import java.util.List;
import llamaline.mask.MaskSegment;

/** A growing list of segments, each behind the one before. Not thread-safe. */
final class SegmentList {
    private final List<MaskSegment> segments = new ArrayList<>();
    private int end;

    /** Appends a segment, or nothing where the length is 0. */
    SegmentList add(String name, int length) {
        if (length > 0) {
            segments.add(new MaskSegment(name, end, end + length));
            end += length;
        }
        return this;
    }

    List<MaskSegment> segments() {
        return List.copyOf(segments);
    }
}
