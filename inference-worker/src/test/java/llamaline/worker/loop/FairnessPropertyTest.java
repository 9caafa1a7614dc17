package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import llamaline.testkit.Seeds;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.Prompts;
import org.junit.jupiter.api.Test;

/** Nobody waits for another's whole prompt: rounds, not lengths, are what prompts share. */
class FairnessPropertyTest {
    private static final int SLOTS = 4;
    private static final int SLOT_LENGTH = 64;
    private static final int ROUNDS = 400;

    private final Map<Prompt, Integer> submittedIn = new HashMap<>();

    @Test
    void aPromptHasItsFirstTokenAfterAtMostItsChunksTimesTheSlots() {
        Seeds.forEach(
                30,
                random -> {
                    submittedIn.clear();
                    SchedulerFixture fixture = new SchedulerFixture(SLOTS, SLOT_LENGTH, true);
                    for (int round = 0; round < ROUNDS; round++) {
                        int[] ids = random.ints(1 + random.nextInt(48), 0, 30).toArray();
                        var limits = Prompts.upTo(1 + random.nextInt(12));
                        submit(fixture, Prompts.greedy("request-" + round, limits, ids), round);
                        fixture.steps(1);
                        assertNobodyWaitsTooLong(fixture, round);
                    }
                });
    }

    private void submit(SchedulerFixture fixture, Prompt prompt, int round) {
        try {
            if (fixture.trySubmit(prompt)) {
                submittedIn.put(prompt, round);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void assertNobodyWaitsTooLong(SchedulerFixture fixture, int round) {
        submittedIn.keySet().removeIf(prompt -> !fixture.recorder.tokens(prompt.key()).isEmpty());
        submittedIn.forEach((prompt, since) -> {
            int chunks = (prompt.length() + SchedulerFixture.CHUNK - 1) / SchedulerFixture.CHUNK;
            assertTrue(round - since < chunks * SLOTS, prompt.key().requestId());
        });
    }

    @Test
    void whoDecodesGetsATokenInEachRoundWhileALongPromptIsRead() throws InterruptedException {
        SchedulerFixture fixture = new SchedulerFixture(SLOTS, SLOT_LENGTH, true);
        Prompt decoding = Prompts.greedy("decoding", Prompts.upTo(40), 1, 2);
        Prompt longOne = Prompts.greedy("long", Prompts.upTo(1), new int[60]);
        fixture.submit(decoding).steps(1).submit(longOne);

        int before = fixture.recorder.tokens(decoding.key()).size();
        fixture.steps(14);

        assertEquals(before + 14, fixture.recorder.tokens(decoding.key()).size());
        assertEquals(0, fixture.recorder.tokens(longOne.key()).size());
        fixture.steps(1);
        assertEquals(1, fixture.recorder.tokens(longOne.key()).size());
    }

    @Test
    void aHoleThatLastsIsFilledOnce() throws InterruptedException {
        SchedulerFixture fixture = new SchedulerFixture(3, SLOT_LENGTH, true);
        Prompt low = Prompts.greedy("low", Prompts.upTo(50), 1, 2);
        Prompt middle = Prompts.greedy("middle", Prompts.upTo(3), 3, 4);
        Prompt high = Prompts.greedy("high", Prompts.upTo(50), 5, 6);
        fixture.submit(low).submit(middle).submit(high).untilIdle();

        SchedulerFixture alone =
                new SchedulerFixture(1, SLOT_LENGTH, true).submit(high).untilIdle();

        assertEquals(1, fixture.model.moves);
        assertEquals(alone.recorder.tokens(high.key()), fixture.recorder.tokens(high.key()));
    }
}
