package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.Prompts;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.SamplingOptions;
import llamaline.worker.sampling.WantedLogprobs;
import org.junit.jupiter.api.Test;

/** Random schedules: each sequence's events are those that it has when it runs alone. */
class DecodeStepPropertyTest {
    private static final int SEEDS = 150;
    private static final int SLOTS = 5;
    private static final int SLOT_LENGTH = 64;
    private static final int PROMPTS = 40;

    private final Set<PromptKey> cancelled = new HashSet<>();
    private final List<Prompt> prompts = new ArrayList<>();

    @Test
    void nobodysEventsDependOnWhoElseIsServed() throws InterruptedException {
        int moves = 0;
        long cached = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            SchedulerFixture fixture = runRandomSchedule(new Random(seed));
            for (Prompt prompt : prompts) {
                compareWithAlone(fixture, prompt, "seed " + seed + " " + prompt.key());
                cached += cachedTokens(fixture, prompt);
            }
            assertEquals(SLOTS, fixture.freeSlots.available(), "seed " + seed);
            assertEquals(0, fixture.loop.status().busySlots(), "seed " + seed);
            moves += fixture.model.moves;
        }
        assertTrue(moves > 10, "moves: " + moves);
        assertTrue(cached > 100, "tokens from a shared prefix: " + cached);
    }

    private SchedulerFixture runRandomSchedule(Random random) throws InterruptedException {
        prompts.clear();
        cancelled.clear();
        SchedulerFixture fixture = new SchedulerFixture(SLOTS, SLOT_LENGTH, true);
        while (prompts.size() < PROMPTS) {
            if (random.nextInt(4) == 0) {
                Prompt prompt = randomPrompt(random, prompts.size());
                if (fixture.trySubmit(prompt)) {
                    prompts.add(prompt);
                }
            }
            if (random.nextInt(30) == 0 && !prompts.isEmpty()) {
                PromptKey key = prompts.get(random.nextInt(prompts.size())).key();
                if (fixture.recorder.end(key).isEmpty()) {
                    cancelled.add(key);
                }
                fixture.cancel(key);
            }
            fixture.steps(1);
        }
        return fixture.untilIdle();
    }

    private static Prompt randomPrompt(Random random, int number) {
        int[] ids = new int[1 + random.nextInt(30)];
        int shared = random.nextInt(ids.length + 1);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < shared ? i % 7 : random.nextInt(SchedulerFixture.VOCABULARY);
        }
        var limits = Prompts.upTo(1 + random.nextInt(50), 1, 2);
        Prompt prompt = Prompts.greedy("request-" + number, limits, ids);
        return switch (random.nextInt(4)) {
            case 0 -> Prompts.with(prompt, randomSampling(random), false);
            case 1 -> Prompts.with(prompt, randomSampling(random), true);
            default -> prompt;
        };
    }

    private static SamplingOptions randomSampling(Random random) {
        Penalties penalties = random.nextBoolean() ? Penalties.NONE : new Penalties(1.1, 0.5, 0.25);
        Optional<WantedLogprobs> logprobs =
                random.nextBoolean() ? Optional.empty() : Optional.of(WantedLogprobs.top(3));
        return Prompts.drawn(random.nextLong(), penalties, logprobs);
    }

    private void compareWithAlone(SchedulerFixture fixture, Prompt prompt, String message)
            throws InterruptedException {
        SchedulerFixture alone =
                new SchedulerFixture(1, SLOT_LENGTH, true).submit(prompt).untilIdle();
        List<SequenceEvent> expected = withoutAdmission(alone.recorder.of(prompt.key()));
        List<SequenceEvent> actual = withoutAdmission(fixture.recorder.of(prompt.key()));
        assertTrue(fixture.recorder.admissions(prompt.key()) <= 1, message);
        if (cancelled.contains(prompt.key())) {
            assertEquals(expected.subList(0, actual.size()), actual, message);
            return;
        }
        assertInstanceOf(SequenceEvent.Finished.class, actual.getLast(), message);
        assertEquals(expected, actual, message);
    }

    /** All clocks stand still, so timings are equal; what was cached may differ. */
    private static List<SequenceEvent> withoutAdmission(List<SequenceEvent> events) {
        return events.stream().filter(e -> !(e instanceof SequenceEvent.Admitted)).toList();
    }

    private static long cachedTokens(SchedulerFixture fixture, Prompt prompt) {
        return fixture.recorder.of(prompt.key()).stream()
                .mapToLong(e -> e instanceof SequenceEvent.Admitted a ? a.cachedTokens() : 0)
                .sum();
    }
}
