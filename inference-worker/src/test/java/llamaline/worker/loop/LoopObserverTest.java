package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.Prompts;
import llamaline.worker.prompt.TokenIdList;
import org.junit.jupiter.api.Test;

/** What whoever measures the decode loop is told, in order. */
class LoopObserverTest {
    private final SchedulerFixture fixture = new SchedulerFixture(2, 32, true);

    private void assertTold(String... told) {
        assertEquals(List.of(told), fixture.observer.told);
    }

    @Test
    void tellsChunksStepsAndTheEnd() throws InterruptedException {
        fixture.submit(Prompts.greedy("a", Prompts.upTo(3), 1, 2, 3, 4, 5, 6)).untilIdle();
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
        long published = fixture.wallMillis.get() - 250;
        Prompt again =
                Prompts.with(
                        Prompts.greedy("b", Prompts.upTo(1), 1, 2, 3, 4, 5, 6),
                        new Delivery(published, Prompts.FAR_AWAY, 1));
        fixture.submit(first).untilIdle();
        fixture.observer.told.clear();
        fixture.submit(again).untilIdle();
        assertTold("admitted, cached 4, waited 250", "read 2", "finished LENGTH with 1");
    }

    @Test
    void countsTheSequencesOfAStepAndNotItsIdleRows() throws InterruptedException {
        fixture.submit(Prompts.greedy("a", Prompts.upTo(9), 1, 2)).steps(1);
        fixture.submit(Prompts.greedy("b", Prompts.upTo(9), 3, 4, 5, 6, 7)).steps(1);
        fixture.observer.told.clear();
        fixture.steps(2);
        assertTold("read 1", "step of 2", "step of 2");
    }

    @Test
    void tellsWhatIsDroppedRefusedAndCancelled() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(20), 1, 2);
        fixture.cancellations.add("unwanted", 1, Prompts.FAR_AWAY, fixture.wallMillis.get());
        fixture.submit(prompt).steps(2).submit(prompt);
        fixture.cancel(new PromptKey("a", 1));
        fixture.submit(Prompts.greedy("unwanted", Prompts.upTo(4), 1, 2));
        Delivery third = new Delivery(0, Prompts.FAR_AWAY, 3);
        fixture.submit(Prompts.with(Prompts.greedy("poison", Prompts.upTo(4), 1, 2), third));
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
        fixture.submit(Prompts.resumed(first, 2, TokenIdList.of(7, 8, 9))).untilIdle();
        assertEquals("finished LENGTH with 2", fixture.observer.told.getLast());
    }

    @Test
    void knowsThePositionsThatRunningSequencesHold() throws InterruptedException {
        fixture.submit(Prompts.greedy("a", Prompts.upTo(9), 1, 2)).steps(1);
        fixture.submit(Prompts.greedy("b", Prompts.upTo(9), 3, 4, 5, 6, 7)).steps(1);
        assertEquals(8, fixture.loop.status().usedPositions());
        fixture.untilIdle();
        assertEquals(0, fixture.loop.status().usedPositions());
    }
}
