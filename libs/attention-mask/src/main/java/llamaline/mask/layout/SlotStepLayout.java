package llamaline.mask.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import llamaline.mask.AttendedSpan;
import llamaline.mask.AttentionMask;
import llamaline.mask.AttentionPattern;
import llamaline.mask.MaskAxis;
import llamaline.mask.MaskInputException;

/**
 * Lays out the two forward passes of a worker's step as rows: the ids of one chunk, which attend to
 * their slot only, then one row for each slot of the decode step's contiguous range. A row of that
 * range that does not decode is idle: it is computed, attends to what its slot holds and to the one
 * position that it writes there, and what it wrote is never read. Positions behind a row's own are
 * unused memory to which nobody attends. Not thread-safe.
 */
final class SlotStepLayout {
    private final MaskInput.SlotStep step;
    private final List<String> labels = new ArrayList<>();
    private final List<AttendedSpan> spans = new ArrayList<>();
    private final SegmentList calls = new SegmentList();

    private SlotStepLayout(MaskInput.SlotStep step) {
        this.step = step;
    }

    static AttentionMask of(String model, MaskInput.SlotStep step) {
        var layout = new SlotStepLayout(step);
        layout.prefill();
        layout.decode();
        return new AttentionMask(
                model,
                "slots of one round",
                new MaskAxis(layout.labels, layout.calls.segments()),
                new MaskAxis(positions(step.slotLength()), List.of()),
                new AttentionPattern.EachRow(layout.spans));
    }

    private static List<String> positions(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private void prefill() {
        for (int slot = 0; slot < step.slots().size(); slot++) {
            if (step.slots().get(slot) instanceof SlotState.Prefilling prefilling) {
                if (!labels.isEmpty()) {
                    throw new MaskInputException(
                            "slot %d is a second one to prefill: a round reads one chunk"
                                    .formatted(slot));
                }
                for (int index = 0; index < prefilling.chunk(); index++) {
                    add("slot " + slot + " prefill", slot, prefilling.cached() + index);
                }
            }
        }
        calls.add("prefill", labels.size());
    }

    private void decode() {
        int[] decoding =
                IntStream.range(0, step.slots().size())
                        .filter(slot -> decodes(step.slots().get(slot)))
                        .toArray();
        if (decoding.length == 0) {
            return;
        }
        int first = decoding[0];
        int last = decoding[decoding.length - 1];
        for (int slot = first; slot <= last; slot++) {
            SlotState state = step.slots().get(slot);
            add("slot " + slot + (decodes(state) ? " decode" : " idle"), slot, held(state));
        }
        calls.add("decode step", last - first + 1);
    }

    private static boolean decodes(SlotState state) {
        return switch (state) {
            case SlotState.Free _ -> false;
            case SlotState.Decoding _ -> true;
            case SlotState.Prefilling prefilling -> prefilling.endsPrompt();
        };
    }

    /** Counts the positions that a slot holds at the decode step, when the chunk is in. */
    private static int held(SlotState state) {
        return switch (state) {
            case SlotState.Free free -> free.cached();
            case SlotState.Decoding decoding -> decoding.cached();
            case SlotState.Prefilling prefilling -> prefilling.cached() + prefilling.chunk();
        };
    }

    private void add(String label, int slot, int position) {
        if (position >= step.slotLength()) {
            throw new MaskInputException(
                    "slot %d would hold position %d, and has %d positions"
                            .formatted(slot, position, step.slotLength()));
        }
        labels.add(label);
        spans.add(AttendedSpan.causal(position));
    }
}
