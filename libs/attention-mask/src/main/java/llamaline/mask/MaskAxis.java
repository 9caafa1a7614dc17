package llamaline.mask;

import java.util.List;

/**
 * The rows or the columns of a mask.
 *
 * @param labels one label for each row or column: a vocabulary piece, a slot or a position
 * @param segments in order, without overlap; none where there is nothing to tell apart
 */
public record MaskAxis(List<String> labels, List<MaskSegment> segments) {
    /** The longest axis, beyond the longest context that the models know. */
    public static final int LONGEST = 1 << 18;

    public MaskAxis {
        labels = List.copyOf(labels);
        segments = List.copyOf(segments);
        if (labels.size() > LONGEST) {
            throw new MaskInputException(
                    "%d positions are more than the %d that a mask may have"
                            .formatted(labels.size(), LONGEST));
        }
        int end = 0;
        for (MaskSegment segment : segments) {
            if (segment.from() < end || segment.to() > labels.size()) {
                throw new IllegalArgumentException(
                        "%s is not in [%d, %d)".formatted(segment, end, labels.size()));
            }
            end = segment.to();
        }
    }

    public int size() {
        return labels.size();
    }
}
