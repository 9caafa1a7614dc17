package llamaline.worker.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import llamaline.testkit.Seeds;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.Prompts;
import llamaline.worker.sampling.Sampled;
import org.junit.jupiter.api.Test;

/**
 * Random schedules against a memory that the test keeps itself: whatever the scheduler says a slot
 * holds, stands there, and it gives a new prompt all that can be shared.
 */
class SchedulerPropertyTest {
    private static final int SLOTS = 4;
    private static final int SLOT_LENGTH = 64;
    private static final int CHUNK = 3;
    private static final int VOCABULARY = 5;
    private static final int NOISE = -1;

    private int moves;
    private int shared;
    private int failures;

    @Test
    void slotsHoldWhatTheSchedulerSaysAndPromptsShareAllTheyCan() {
        Seeds.forEach(300, random -> new Run(random).play());

        assertTrue(moves > 20, "moves: " + moves);
        assertTrue(shared > 500, "shared ids: " + shared);
        assertTrue(failures > 100, "failed calls: " + failures);
    }

    /** One schedule, with the KV cache as the model would have it. */
    private final class Run {
        private final RandomGenerator random;
        private final Scheduler scheduler = new Scheduler(new SlotShape(SLOTS, SLOT_LENGTH, CHUNK));
        private final int[][] memory = new int[SLOTS][SLOT_LENGTH];
        private final int[] byChunks = new int[SLOTS];
        private final List<Sequence> expectedOrder = new ArrayList<>();

        Run(RandomGenerator random) {
            this.random = random;
            for (int[] row : memory) {
                Arrays.fill(row, NOISE);
            }
        }

        void play() {
            int pace = 2 + random.nextInt(40);
            for (int round = 0; round < 250; round++) {
                if (random.nextInt(pace) == 0) {
                    Sequence sequence = new Sequence(randomPrompt(round), VOCABULARY);
                    expectedOrder.add(sequence);
                    scheduler.enqueue(sequence);
                }
                if (random.nextInt(40) == 0) {
                    endAny();
                }
                admit();
                playRound();
            }
        }

        private Prompt randomPrompt(int number) {
            int[] ids = new int[1 + random.nextInt(20)];
            int common = random.nextInt(ids.length + 1);
            for (int i = 0; i < ids.length; i++) {
                ids[i] = i < common ? i % VOCABULARY : random.nextInt(VOCABULARY);
            }
            var limits = Prompts.upTo(random.nextBoolean() ? 3 : 55);
            return Prompts.greedy("request-" + number, limits, ids);
        }

        private void endAny() {
            List<Sequence> all = scheduler.sequences();
            if (!all.isEmpty()) {
                end(all.get(random.nextInt(all.size())));
            }
        }

        private void end(Sequence sequence) {
            scheduler.end(sequence);
            expectedOrder.remove(sequence);
        }

        private void admit() {
            List<Integer> free = freeSlots();
            for (Sequence sequence : scheduler.admitWaiting()) {
                assertEquals(expectedOrder.removeFirst(), sequence, "first come, first served");
                int best = free.getFirst();
                for (int slot : free) {
                    best = sharable(slot, sequence) > sharable(best, sequence) ? slot : best;
                }
                int most = sharable(best, sequence);
                assertEquals(new SequenceState.Prefilling(best, most), sequence.state());
                byChunks[best] = most;
                free.remove(Integer.valueOf(best));
                shared += most;
            }
        }

        private List<Integer> freeSlots() {
            List<Integer> free = new ArrayList<>(List.of(0, 1, 2, 3));
            for (Sequence sequence : scheduler.sequences()) {
                switch (sequence.state()) {
                    case SequenceState.Prefilling(int slot, int _) ->
                            free.remove(Integer.valueOf(slot));
                    case SequenceState.Decoding(int slot) -> free.remove(Integer.valueOf(slot));
                    case SequenceState.Waiting _, SequenceState.Ended _ -> {}
                }
            }
            return free;
        }

        /** Whole chunks of the prompt that chunks wrote into the slot, but for its last id. */
        private int sharable(int slot, Sequence sequence) {
            int most = Math.min(byChunks[slot], sequence.length() - 1);
            int equal = Arrays.mismatch(memory[slot], 0, most, sequence.ids(0, most), 0, most);
            int common = equal < 0 ? most : equal;
            return common - common % CHUNK;
        }

        private void playRound() {
            List<Class<?>> kinds = new ArrayList<>();
            for (var next = scheduler.schedule(); next.isPresent(); next = scheduler.schedule()) {
                kinds.add(next.get().getClass());
                play(next.get());
            }
            List<Class<?>> inOrder = new ArrayList<>(List.of(PrefillChunk.class, SlotMove.class));
            inOrder.add(DecodeBatch.class);
            inOrder.retainAll(kinds);
            assertEquals(inOrder, kinds, "at most one of each, in this order");
        }

        private void play(ScheduledStep step) {
            boolean fails = random.nextInt(step instanceof SlotMove ? 2 : 150) == 0;
            List<Sequence> sequences =
                    switch (step) {
                        case PrefillChunk chunk -> read(chunk, fails);
                        case SlotMove move -> move(move, fails);
                        case DecodeBatch batch -> decode(batch, fails);
                    };
            if (fails) {
                failures++;
                scheduler.completed(step, new StepOutcome.Failed());
                sequences.forEach(this::end);
                return;
            }
            List<StepOutcome.SequenceResult> results =
                    sequences.stream().filter(_ -> samples(step)).map(this::token).toList();
            scheduler.completed(step, new StepOutcome.Ran(results));
            results.stream()
                    .map(StepOutcome.SequenceResult::sequence)
                    .filter(each -> each.finishReason(SLOT_LENGTH).isPresent())
                    .forEach(this::end);
        }

        private static boolean samples(ScheduledStep step) {
            return !(step instanceof PrefillChunk chunk) || chunk.endsPrompt();
        }

        private StepOutcome.SequenceResult token(Sequence sequence) {
            var next = new Sampled.Token(random.nextInt(VOCABULARY), Optional.empty());
            return new StepOutcome.SequenceResult(sequence, Optional.empty(), Optional.of(next));
        }

        private List<Sequence> read(PrefillChunk chunk, boolean fails) {
            int[] row = memory[chunk.slot()];
            assertHolds(row, chunk.sequence(), chunk.from());
            assertEquals(0, chunk.from() % CHUNK, "chunks begin at multiples of their length");
            assertTrue(chunk.to() - chunk.from() == CHUNK || chunk.endsPrompt());
            System.arraycopy(chunk.ids(), 0, row, chunk.from(), chunk.ids().length);
            byChunks[chunk.slot()] = chunk.to();
            spoil(chunk.slot(), fails);
            return List.of(chunk.sequence());
        }

        private List<Sequence> move(SlotMove move, boolean fails) {
            assertTrue(move.toSlot() < move.fromSlot());
            int[] to = memory[move.toSlot()];
            Arrays.fill(to, NOISE);
            System.arraycopy(memory[move.fromSlot()], 0, to, 0, move.cached());
            byChunks[move.toSlot()] = byChunks[move.fromSlot()];
            spoil(move.toSlot(), fails);
            moves++;
            return List.of();
        }

        private List<Sequence> decode(DecodeBatch batch, boolean fails) {
            assertTrue(batch.rows().getFirst().sequence().isPresent());
            assertTrue(batch.rows().getLast().sequence().isPresent());
            for (int i = 0; i < batch.rows().size(); i++) {
                DecodeBatch.Row fed = batch.rows().get(i);
                int[] row = memory[batch.firstSlot() + i];
                fed.sequence()
                        .ifPresent(sequence -> {
                            assertHolds(row, sequence, sequence.length() - 1);
                            assertEquals(sequence.length() - 1, fed.cached());
                            assertEquals(sequence.lastId(), fed.token());
                        });
                row[fed.cached()] = fed.sequence().isPresent() ? fed.token() : NOISE;
                spoil(batch.firstSlot() + i, fails && fed.sequence().isPresent());
            }
            return batch.sequences();
        }

        private void spoil(int slot, boolean fails) {
            if (fails) {
                Arrays.fill(memory[slot], NOISE);
                byChunks[slot] = 0;
            }
        }

        private void assertHolds(int[] row, Sequence sequence, int count) {
            assertArrayEquals(
                    sequence.ids(0, count),
                    Arrays.copyOf(row, count),
                    sequence.prompt().toString());
        }
    }
}
