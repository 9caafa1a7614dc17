package llamaline.worker.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import llamaline.testkit.Seeds;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.event.SequenceProgress;
import llamaline.worker.event.SequenceTimings;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.Prompts;
import llamaline.worker.prompt.TokenIdList;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private static final int VOCABULARY = 50;
    private static final int SLOT_LENGTH = 16;

    private static Sequence sequence(GenerationLimits limits, int... ids) {
        return new Sequence(Prompts.greedy("a", limits, ids), VOCABULARY);
    }

    @Test
    void holdsPromptResumedAndGeneratedIdsInThisOrder() {
        Seeds.forEach(
                100,
                random -> {
                    int[] all = random.ints(3 + random.nextInt(100), 0, VOCABULARY).toArray();
                    int prompt = 1 + random.nextInt(all.length - 1);
                    int known = prompt + random.nextInt(all.length - prompt);
                    Prompt first = Prompts.greedy("a", Prompts.upTo(200), slice(all, 0, prompt));
                    Prompt resumed =
                            Prompts.resumed(first, 2, TokenIdList.of(slice(all, prompt, known)));
                    Sequence sequence = new Sequence(resumed, VOCABULARY);

                    IntStream.range(known, all.length).forEach(i -> sequence.append(all[i]));

                    assertArrayEquals(all, sequence.ids(0, sequence.length()));
                    assertEquals(all[all.length - 1], sequence.lastId());
                    assertEquals(all.length - prompt, sequence.generated());
                    assertEquals(all.length - known, sequence.generatedHere());
                });
    }

    private static int[] slice(int[] ids, int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    @Test
    void endsAtAStopIdBeforeItsLimitAndAtItsLimitBeforeTheSlot() {
        Sequence stopped = sequence(Prompts.upTo(2, 7), 7);
        Sequence limited = sequence(Prompts.upTo(2, 7), 1);
        Sequence filling = sequence(Prompts.upTo(99), IntStream.range(0, 15).toArray());

        assertEquals(Optional.empty(), stopped.finishReason(SLOT_LENGTH), "7 is the prompt's");
        stopped.append(7);
        limited.append(1);
        assertEquals(Optional.empty(), limited.finishReason(SLOT_LENGTH));
        limited.append(1);
        filling.append(1);

        assertEquals(Optional.of(SequenceFinishReason.STOP), stopped.finishReason(SLOT_LENGTH));
        assertEquals(Optional.of(SequenceFinishReason.LENGTH), limited.finishReason(SLOT_LENGTH));
        assertEquals(Optional.of(SequenceFinishReason.LENGTH), filling.finishReason(SLOT_LENGTH));
    }

    @Test
    void goesThroughItsStatesInOneDirection() {
        Sequence sequence = sequence(Prompts.upTo(2), 1, 2, 3);

        sequence.admit(4, 1);
        assertEquals(new SequenceState.Prefilling(4, 1), sequence.state());
        sequence.read(1, false);
        assertEquals(new SequenceState.Prefilling(4, 2), sequence.state());
        sequence.read(1, true);
        assertEquals(new SequenceState.Decoding(4), sequence.state());
        assertTrue(sequence.isDecoding());
        sequence.moveTo(0);
        assertEquals(new SequenceState.Decoding(0), sequence.state());
        sequence.end();
        assertEquals(new SequenceState.Ended(), sequence.state());
        assertEquals(1, sequence.reused());
    }

    @Test
    void refusesTransitionsThatItsStateDoesNotHave() {
        Consumer<Sequence> admit = each -> each.admit(0, 0);
        Consumer<Sequence> read = each -> each.read(1, false);
        Consumer<Sequence> readToEnd = each -> each.read(1, true);
        Consumer<Sequence> move = each -> each.moveTo(1);
        Consumer<Sequence> end = Sequence::end;

        assertRefuses(List.of(), read, readToEnd, move);
        assertRefuses(List.of(admit), admit, move);
        assertRefuses(List.of(admit, readToEnd), admit, read, readToEnd);
        assertRefuses(List.of(end), admit, read, readToEnd, move, end);
    }

    @SafeVarargs
    private static void assertRefuses(
            List<Consumer<Sequence>> before, Consumer<Sequence>... transitions) {
        for (Consumer<Sequence> transition : transitions) {
            Sequence sequence = sequence(Prompts.upTo(2), 1, 2, 3);
            before.forEach(each -> each.accept(sequence));
            assertThrows(IllegalStateException.class, () -> transition.accept(sequence));
        }
    }

    @Test
    void countsItsTimesFromAdmissionAndFirstToken() {
        SequenceTimes times = new SequenceTimes();

        assertEquals(SequenceTimings.NONE, times.timings(9_000_000));
        assertEquals(new SequenceProgress(0, 0, 0, false), times.progress(9_000_000, 0));
        times.admitted(10_000_000, 7);
        assertEquals(new SequenceTimings(7, 5, 0), times.timings(15_000_000));
        times.token(20_000_000);
        times.token(24_000_000);

        assertEquals(new SequenceTimings(7, 10, 30), times.timings(50_000_000));
        assertEquals(
                new SequenceProgress(10_000_000, 30_000_000, 2, true),
                times.progress(50_000_000, 2));
    }
}
