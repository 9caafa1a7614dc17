package llamaline.mask.text;

import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import llamaline.mask.AttentionMask;
import llamaline.mask.MaskSegment;
import llamaline.mask.picture.PythonRepr;
import llamaline.mask.picture.SegmentAttention;

/**
 * Writes the segments of a mask, if it has any: their rows, and how much of which column segments
 * they attend to.
 */
final class SegmentText {
    private final AttentionMask mask;

    SegmentText(AttentionMask mask) {
        this.mask = mask;
    }

    void write(Writer writer) throws IOException {
        List<MaskSegment> segments = mask.rows().segments();
        if (segments.isEmpty()) {
            return;
        }
        List<MaskSegment> listed =
                segments.subList(0, Math.min(segments.size(), SegmentAttention.MOST_SEGMENTS));
        List<SegmentAttention> sights = SegmentAttention.of(mask);
        int width =
                listed.stream()
                        .map(segment -> PythonRepr.length(segment.name()))
                        .max(Comparator.naturalOrder())
                        .orElse(0);
        TextRenderer.line("", writer);
        TextRenderer.line(" " + mask.layout(), writer);
        for (MaskSegment segment : listed) {
            String name = PythonRepr.padRight(segment.name(), width);
            String rows = "rows %d-%d".formatted(segment.from(), segment.to() - 1);
            TextRenderer.line(" " + name + "  " + rows + seen(segment, sights), writer);
        }
        if (listed.size() < segments.size()) {
            TextRenderer.line(" and %d more".formatted(segments.size() - listed.size()), writer);
        }
    }

    private static String seen(MaskSegment row, List<SegmentAttention> sights) {
        String seen =
                sights.stream()
                        .filter(sight -> sight.row().equals(row) && sight.fraction() > 0)
                        .map(sight -> sight.column().name() + " " + percent(sight.fraction()))
                        .collect(Collectors.joining(", "));
        return seen.isEmpty() ? "" : "  sees " + seen;
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, fraction == 1 ? "%.0f%%" : "%.1f%%", 100 * fraction);
    }
}
