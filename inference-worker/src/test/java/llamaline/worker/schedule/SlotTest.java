package llamaline.worker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import llamaline.testkit.Seeds;
import llamaline.worker.prompt.Prompts;
import org.junit.jupiter.api.Test;

class SlotTest {
    private static final int VOCABULARY = 4;

    private final Slot slot = new Slot(3);

    private static Sequence sequence(int... ids) {
        return new Sequence(Prompts.greedy("a", Prompts.upTo(9), ids), VOCABULARY);
    }

    @Test
    void belongsToOneSequenceAtATime() {
        Sequence sequence = sequence(1, 2);

        slot.occupy(sequence, 0);

        assertEquals(Optional.of(sequence), slot.occupant());
        assertThrows(IllegalStateException.class, () -> slot.occupy(sequence(1), 0));
        slot.release();
        assertTrue(slot.isFree());
        assertThrows(IllegalStateException.class, slot::release);
    }

    @Test
    void keepsWhatChunksWroteForTheNextSequence() {
        slot.occupy(sequence(1, 2, 3), 0);
        slot.addChunk(new int[] {1, 2, 3});
        slot.add(0);
        slot.release();

        assertEquals(3, slot.sharedPrefix(sequence(1, 2, 3, 0), 4));
        assertEquals(2, slot.sharedPrefix(sequence(1, 2, 0), 4));
        assertEquals(1, slot.sharedPrefix(sequence(1, 2, 3), 1));
    }

    @Test
    void handsContentAndSequenceOverAndKeepsItsOwnCopy() {
        Slot hole = new Slot(0);
        Sequence sequence = sequence(1, 2);
        slot.occupy(sequence, 0);
        slot.addChunk(new int[] {1, 2});

        hole.takeFrom(slot);
        hole.add(3);

        assertTrue(slot.isFree());
        assertEquals(2, slot.cached());
        assertEquals(3, hole.cached());
        assertEquals(Optional.of(sequence), hole.occupant());
        assertFalse(hole.isDecoding(), "its prompt is still being read");
    }

    @Test
    void knowsWhatAListOfItsWritesKnows() {
        Seeds.forEach(200, SlotTest::compareWithAList);
    }

    private static void compareWithAList(RandomGenerator random) {
        Slot slot = new Slot(0);
        List<Integer> expected = new ArrayList<>();
        int byChunks = 0;
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    int[] chunk = random.ints(random.nextInt(90), 0, VOCABULARY).toArray();
                    slot.addChunk(chunk);
                    for (int id : chunk) {
                        expected.add(id);
                    }
                    byChunks = expected.size();
                }
                case 1 -> {
                    int id = random.nextInt(VOCABULARY);
                    slot.add(id);
                    expected.add(id);
                }
                default -> {
                    int kept = random.nextInt(expected.size() + 1);
                    slot.truncate(kept);
                    expected = new ArrayList<>(expected.subList(0, kept));
                    byChunks = Math.min(byChunks, kept);
                }
            }
            assertEquals(expected.size(), slot.cached());
            assertShares(slot, expected, byChunks, random);
        }
    }

    private static void assertShares(
            Slot slot, List<Integer> expected, int byChunks, RandomGenerator random) {
        int equal = random.nextInt(expected.size() + 1);
        int[] ids = new int[equal + 1];
        for (int i = 0; i < equal; i++) {
            ids[i] = expected.get(i);
        }
        ids[equal] = equal < expected.size() ? (expected.get(equal) + 1) % VOCABULARY : 0;
        int limit = random.nextInt(ids.length);
        assertEquals(
                Math.min(Math.min(equal, byChunks), limit),
                slot.sharedPrefix(sequence(ids), limit));
    }
}
