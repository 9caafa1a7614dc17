package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import llamaline.importer.model.DecoderShape;
import llamaline.worker.model.SlotPlan;
import org.junit.jupiter.api.Test;

class SlotRunnersTest {
    private static final int ROWS_PER_RUN = 4;

    private final List<String> runs = new ArrayList<>();
    private final Set<SlotRange> open = new HashSet<>();
    private final StepMemory memory = new StepMemory(1, 1, 1, 8);
    private final SlotRunners runners = new SlotRunners(new RecordingDecoder(), 2);

    @Test
    void divideAStepIntoRunsThatTheDecoderCanTake() {
        runners.decode(new SlotRange(3, 9), memory);

        assertEquals(List.of("decode 3+4", "decode 7+4", "decode 10+2"), runs);
    }

    @Test
    void keepARunnerForEachRange() {
        runners.prefill(5, memory);
        runners.prefill(5, memory);
        runners.decode(new SlotRange(5, 2), memory);

        assertEquals(List.of("prefill 5+1", "prefill 5+1", "decode 5+2"), runs);
        assertEquals(Set.of(new SlotRange(5, 1), new SlotRange(5, 2)), open);
    }

    @Test
    void closeTheOneThatWasNotUsedForLongestAndInTheEndAll() {
        IntStream.range(0, 160).forEach(slot -> runners.prefill(slot, memory));
        runners.prefill(0, memory);
        runners.prefill(160, memory);

        assertEquals(160, open.size());
        assertTrue(open.contains(new SlotRange(0, 1)), "it was used again");
        runners.close();
        assertEquals(Set.of(), open);
    }

    private final class RecordingDecoder implements LoadedDecoder {
        @Override
        public DecoderShape shape() {
            throw new UnsupportedOperationException("no shape");
        }

        @Override
        public SlotPlan plan() {
            throw new UnsupportedOperationException("no plan");
        }

        @Override
        public int rowsPerRun() {
            return ROWS_PER_RUN;
        }

        @Override
        public SlotRunner runner(SlotRange slots) {
            assertTrue(open.add(slots), "made twice");
            return new RecordingRunner(slots);
        }

        @Override
        public void move(int fromSlot, int toSlot, int cached) {}

        @Override
        public void close() {}
    }

    private final class RecordingRunner implements SlotRunner {
        private final SlotRange slots;

        RecordingRunner(SlotRange slots) {
            this.slots = slots;
        }

        @Override
        public void prefill(StepMemory chunk) {
            note("prefill");
        }

        @Override
        public void decode(StepMemory step) {
            note("decode");
        }

        private void note(String run) {
            runs.add("%s %d+%d".formatted(run, slots.first(), slots.count()));
        }

        @Override
        public void close() {
            assertTrue(open.remove(slots), "closed twice");
        }
    }
}
