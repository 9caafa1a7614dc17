package llamaline.worker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.Prompts;
import llamaline.worker.sampling.Sampled;
import org.junit.jupiter.api.Test;

/** What is planned for a few sequences; whole schedules stand in {@link SchedulerPropertyTest}. */
class SchedulerTest {
    private static final int VOCABULARY = 50;
    private static final int TOKEN = 9;

    private final Scheduler scheduler = new Scheduler(new SlotShape(3, 32, 4));

    private static Sequence sequence(int... ids) {
        return new Sequence(Prompts.greedy("a", Prompts.upTo(20), ids), VOCABULARY);
    }

    private Sequence admitted(int... ids) {
        Sequence sequence = sequence(ids);
        scheduler.enqueue(sequence);
        assertEquals(List.of(sequence), scheduler.admitWaiting());
        return sequence;
    }

    /** Makes the steps of one round, each of which gives the same token. */
    private List<ScheduledStep> round() {
        List<ScheduledStep> steps = new ArrayList<>();
        for (var next = scheduler.schedule(); next.isPresent(); next = scheduler.schedule()) {
            steps.add(next.get());
            scheduler.completed(next.get(), ran(next.get()));
        }
        return steps;
    }

    private static StepOutcome ran(ScheduledStep step) {
        List<Sequence> sampled =
                switch (step) {
                    case PrefillChunk chunk when chunk.endsPrompt() -> List.of(chunk.sequence());
                    case PrefillChunk _, SlotMove _ -> List.of();
                    case DecodeBatch batch -> batch.sequences();
                };
        return new StepOutcome.Ran(sampled.stream().map(SchedulerTest::token).toList());
    }

    private static StepOutcome.SequenceResult token(Sequence sequence) {
        var next = new Sampled.Token(TOKEN, Optional.empty());
        return new StepOutcome.SequenceResult(sequence, Optional.empty(), Optional.of(next));
    }

    @Test
    void readsAPromptInChunksAndLetsItDecodeInTheRoundThatEndsIt() {
        Sequence sequence = admitted(1, 2, 3, 4, 5, 6);

        assertEquals(List.of(new PrefillChunk(sequence, 0, 0, 4)), round());
        List<ScheduledStep> second = round();

        assertEquals(new PrefillChunk(sequence, 0, 4, 6), second.getFirst());
        var row = new DecodeBatch.Row(Optional.of(sequence), TOKEN, 6);
        assertEquals(new DecodeBatch(0, List.of(row)), second.getLast());
        assertEquals(8, sequence.length());
        assertEquals(7, scheduler.usedPositions());
    }

    @Test
    void givesSlotsInTheOrderOfArrivalAndTheLowestFirst() {
        List<Sequence> four = List.of(sequence(1), sequence(2), sequence(3), sequence(4));
        four.forEach(scheduler::enqueue);

        assertEquals(four.subList(0, 3), scheduler.admitWaiting());
        assertEquals(List.of(), scheduler.admitWaiting());
        assertEquals(four, scheduler.sequences());
        scheduler.end(four.get(1));
        assertEquals(four.subList(3, 4), scheduler.admitWaiting());

        assertEquals(3, scheduler.busySlots());
        assertEquals(List.of(four.get(0), four.get(3), four.get(2)), scheduler.sequences());
    }

    @Test
    void givesTheSlotThatSharesTheMostWholeChunks() {
        Sequence other = admitted(7, 7, 7, 7, 7);
        Sequence same = admitted(1, 2, 3, 4, 5, 6);
        round();
        round();
        round();
        round();
        scheduler.end(other);
        scheduler.end(same);

        Sequence next = admitted(1, 2, 3, 4, 5, 6);

        assertEquals(4, next.reused());
        assertEquals(new PrefillChunk(next, 1, 4, 6), round().getFirst());
    }

    @Test
    void sharesNothingWherePromptLogprobsAreWanted() {
        scheduler.end(readToItsEnd(admitted(1, 2, 3, 4, 5, 6)));
        Prompt prompt = Prompts.greedy("b", Prompts.upTo(20), 1, 2, 3, 4, 5, 6);
        Sequence next = new Sequence(Prompts.with(prompt, prompt.sampling(), true), VOCABULARY);

        scheduler.enqueue(next);
        scheduler.admitWaiting();

        assertEquals(0, next.reused());
    }

    private Sequence readToItsEnd(Sequence sequence) {
        while (!sequence.isDecoding()) {
            round();
        }
        return sequence;
    }

    @Test
    void feedsAnIdleRowBetweenTwoThatDecode() {
        Sequence low = readToItsEnd(admitted(1, 2));
        Sequence middle = readToItsEnd(admitted(3, 4));
        Sequence high = readToItsEnd(admitted(5, 6));
        scheduler.end(middle);

        DecodeBatch batch = assertInstanceOf(DecodeBatch.class, round().getLast());

        assertEquals(List.of(low, high), batch.sequences());
        assertEquals(new DecodeBatch.Row(Optional.empty(), 0, 4), batch.rows().get(1));
    }

    @Test
    void movesTheHighestSequenceIntoAHoleThatLasts() {
        readToItsEnd(admitted(1, 2));
        Sequence middle = readToItsEnd(admitted(3, 4));
        Sequence high = readToItsEnd(admitted(5, 6));
        scheduler.end(middle);
        for (int i = 0; i < 16; i++) {
            assertEquals(1, round().size());
        }
        int held = high.length() - 1;

        List<ScheduledStep> steps = round();

        assertEquals(new SlotMove(2, 1, held), steps.getFirst());
        assertEquals(2, assertInstanceOf(DecodeBatch.class, steps.getLast()).rows().size());
        assertEquals(new SequenceState.Decoding(1), high.state());
    }

    @Test
    void reliesOnNothingThatAFailedCallWrote() {
        Sequence failing = admitted(1, 2, 3, 4, 5, 6);
        round();
        ScheduledStep step = scheduler.schedule().orElseThrow();

        scheduler.completed(step, new StepOutcome.Failed());
        scheduler.end(failing);

        assertEquals(Optional.empty(), scheduler.schedule());
        assertEquals(0, admitted(1, 2, 3, 4, 5, 6).reused());
    }

    @Test
    void endsASequenceInEachState() {
        Sequence decoding = readToItsEnd(admitted(1, 2));
        Sequence prefilling = admitted(1, 2, 3, 4, 5, 6);
        Sequence waiting = sequence(1);
        scheduler.enqueue(waiting);

        List.of(decoding, prefilling, waiting).forEach(scheduler::end);

        assertTrue(scheduler.isIdle());
        assertEquals(List.of(), round());
        assertThrows(IllegalStateException.class, () -> scheduler.end(decoding));
    }
}
