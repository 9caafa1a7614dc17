package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.TokenIdList;
import org.junit.jupiter.api.Test;

/** What whoever measures the decode loop is told, in order. */
class LoopObserverTest {
    private final SchedulerFixture bench = new SchedulerFixture(2, 32, true);

    private void assertTold(String... told) {
        assertEquals(List.of(told), bench.observer.told);
    }

    @Test
    void tellsChunksStepsAndTheEnd() throws InterruptedException {
        bench.submit(Prompts.greedy("a", Prompts.upTo(3), 1, 2, 3, 4, 5, 6)).untilIdle();
        assertTold(
                "admitted, cached 0, waited 0",
                "read 4",
                "read 2",
                "step of 1",
                "step of 1",
                "finished LENGTH with 3");
    }

    @Test
    void tellsWhatASlotAlreadyHeldAndHowLongAPromptWaited() throws InterruptedException {
        Prompt first = Prompts.greedy("a", Prompts.upTo(1), 1, 2, 3, 4, 5, 6);
        long published = bench.wallMillis.get() - 250;
        Prompt again =
                Prompts.with(
                        Prompts.greedy("b", Prompts.upTo(1), 1, 2, 3, 4, 5, 6),
                        new Delivery(published, Prompts.FAR_AWAY, 1));
        bench.submit(first).untilIdle();
        bench.observer.told.clear();
        bench.submit(again).untilIdle();
        assertTold("admitted, cached 4, waited 250", "read 2", "finished LENGTH with 1");
    }

    @Test
    void countsTheSequencesOfAStepAndNotItsIdleRows() throws InterruptedException {
        bench.submit(Prompts.greedy("a", Prompts.upTo(9), 1, 2)).rounds(1);
        bench.submit(Prompts.greedy("b", Prompts.upTo(9), 3, 4, 5, 6, 7)).rounds(1);
        bench.observer.told.clear();
        bench.rounds(2);
        assertTold("read 1", "step of 2", "step of 2");
    }

    @Test
    void tellsWhatIsDroppedRefusedAndCancelled() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(20), 1, 2);
        bench.cancellations.add("unwanted", 1, Prompts.FAR_AWAY, bench.wallMillis.get());
        bench.submit(prompt).rounds(2).submit(prompt);
        bench.rounds.cancel("a", 1);
        bench.submit(Prompts.greedy("unwanted", Prompts.upTo(4), 1, 2));
        Delivery third = new Delivery(0, Prompts.FAR_AWAY, 3);
        bench.submit(Prompts.with(Prompts.greedy("poison", Prompts.upTo(4), 1, 2), third));
        assertTold(
                "admitted, cached 0, waited 0",
                "read 2",
                "step of 1",
                "step of 1",
                "redelivered",
                "cancelled with 3",
                "cancelled before",
                "refused TOO_MANY_DELIVERIES");
    }

    @Test
    void countsTheIdsOfThisAttemptOnly() throws InterruptedException {
        Prompt first = Prompts.greedy("a", Prompts.upTo(5), 1, 2);
        bench.submit(Prompts.resumed(first, 2, TokenIdList.of(7, 8, 9))).untilIdle();
        assertEquals("finished LENGTH with 2", bench.observer.told.getLast());
    }

    @Test
    void knowsThePositionsThatRunningSequencesHold() throws InterruptedException {
        bench.submit(Prompts.greedy("a", Prompts.upTo(9), 1, 2)).rounds(1);
        bench.submit(Prompts.greedy("b", Prompts.upTo(9), 3, 4, 5, 6, 7)).rounds(1);
        assertEquals(8, bench.rounds.status().usedPositions());
        bench.untilIdle();
        assertEquals(0, bench.rounds.status().usedPositions());
    }
}
