package llamaline.worker.onnx;

import java.util.ArrayList;
import java.util.List;

/** The slots [first, first + count) of a KV cache, count at least 1. */
public record SlotRange(int first, int count) {
    public SlotRange {
        if (first < 0 || count < 1) {
            throw new IllegalArgumentException("no slots: %d from %d".formatted(count, first));
        }
    }

    /**
     * Divides the slots into ranges of at most {@code most}; the last may begin within the one
     * before, to have {@code least}, if so many are allowed: a step may be done twice.
     */
    public List<SlotRange> cut(int most, int least) {
        List<SlotRange> ranges = new ArrayList<>();
        for (int start = 0; start < count; start += most) {
            int length = Math.min(most, count - start);
            int missing = Math.max(0, Math.min(most, least) - length);
            int back = Math.min(missing, start);
            ranges.add(new SlotRange(first + start - back, length + back));
        }
        return ranges;
    }
}
