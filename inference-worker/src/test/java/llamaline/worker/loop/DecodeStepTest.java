package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.event.SequenceFinishReason;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.Prompts;
import llamaline.worker.prompt.TokenIdList;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.SampledLogprobs;
import llamaline.worker.sampling.SamplingOptions;
import llamaline.worker.sampling.WantedLogprobs;
import org.junit.jupiter.api.Test;

class DecodeStepTest {
    private static final int[] TEN_IDS = {5, 6, 7, 8, 9, 10, 11, 12, 13, 14};

    private final SchedulerFixture fixture = new SchedulerFixture(3, 32, true);

    private SequenceFinishReason reason(Prompt prompt) {
        var end = fixture.recorder.end(prompt.key()).orElseThrow();
        return assertInstanceOf(SequenceEvent.Finished.class, end).reason();
    }

    private SequenceErrorCode errorCode(Prompt prompt) {
        var end = fixture.recorder.end(prompt.key()).orElseThrow();
        return assertInstanceOf(SequenceEvent.Failed.class, end).failure().code();
    }

    private int admittedWithCached(Prompt prompt) {
        var first = fixture.recorder.of(prompt.key()).getFirst();
        return assertInstanceOf(SequenceEvent.Admitted.class, first).cachedTokens();
    }

    @Test
    void generatesToTheLimitAndCountsFromZero() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(5), TEN_IDS);
        fixture.submit(prompt).untilIdle();
        assertEquals(SequenceFinishReason.LENGTH, reason(prompt));
        var indexes =
                fixture.recorder.tokenEvents(prompt.key()).stream().map(SequenceEvent.Token::index);
        assertEquals(List.of(0, 1, 2, 3, 4), indexes.toList());
    }

    @Test
    void endsAtAStopIdWhichIsTheLastOne() throws InterruptedException {
        Prompt free = Prompts.greedy("free", Prompts.upTo(8), TEN_IDS);
        fixture.submit(free).untilIdle();
        int third = fixture.recorder.tokens(free.key()).get(2);
        Prompt stopped = Prompts.greedy("stopped", Prompts.upTo(8, third), TEN_IDS);
        fixture.submit(stopped).untilIdle();
        assertEquals(SequenceFinishReason.STOP, reason(stopped));
        assertEquals(third, fixture.recorder.tokens(stopped.key()).getLast());
        assertTrue(fixture.recorder.tokens(stopped.key()).size() <= 3);
    }

    @Test
    void goesThroughStopIdsWhereTheyAreIgnoredOrTooEarly() throws InterruptedException {
        int[] everyId = new int[SchedulerFixture.VOCABULARY - 1];
        for (int id = 0; id < everyId.length; id++) {
            everyId[id] = id;
        }
        var ignoring = new GenerationLimits(6, 0, TokenIdList.of(everyId), true);
        var early = new GenerationLimits(6, 4, TokenIdList.of(everyId), false);
        Prompt ignores = Prompts.greedy("ignores", ignoring, TEN_IDS);
        Prompt minimum = Prompts.greedy("minimum", early, TEN_IDS);
        fixture.submit(ignores).submit(minimum).untilIdle();
        assertEquals(6, fixture.recorder.tokens(ignores.key()).size());
        int last = SchedulerFixture.VOCABULARY - 1;
        var tokens = fixture.recorder.tokens(minimum.key());
        assertEquals(List.of(last, last, last, last), tokens.subList(0, 4));
    }

    @Test
    void endsWithTheContext() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(1000), TEN_IDS);
        fixture.submit(prompt).untilIdle();
        assertEquals(SequenceFinishReason.LENGTH, reason(prompt));
        assertEquals(32 - 10, fixture.recorder.tokens(prompt.key()).size());
    }

    @Test
    void refusesAPromptThatLeavesNoRoomForAToken() throws InterruptedException {
        Prompt longest = Prompts.greedy("longest", Prompts.upTo(9), new int[31]);
        Prompt tooLong = Prompts.greedy("too long", Prompts.upTo(9), new int[32]);
        fixture.submit(longest).submit(tooLong).untilIdle();
        assertEquals(1, fixture.recorder.tokens(longest.key()).size());
        assertEquals(SequenceErrorCode.CONTEXT_LENGTH_EXCEEDED, errorCode(tooLong));
    }

    @Test
    void goesOnAfterTheIdsOfAnEarlierAttemptAsIfNothingHadHappened() throws InterruptedException {
        SchedulerFixture plain = new SchedulerFixture(2, 64, false);
        SamplingOptions sampling =
                Prompts.drawn(99, new Penalties(1.2, 0.7, 0.3), Optional.of(WantedLogprobs.top(2)));
        Prompt whole =
                Prompts.with(Prompts.greedy("whole", Prompts.upTo(20), TEN_IDS), sampling, false);
        plain.submit(whole).untilIdle();
        List<SequenceEvent.Token> tokens = plain.recorder.tokenEvents(whole.key());
        List<Integer> ids = plain.recorder.tokens(whole.key());
        for (int given = 1; given < tokens.size(); given++) {
            TokenIdList resume = TokenIdList.of(ids.subList(0, given));
            Prompt again = Prompts.resumed(whole, given + 1, resume);
            plain.submit(again).untilIdle();
            var rest = plain.recorder.tokenEvents(again.key());
            assertEquals(tokens.subList(given, tokens.size()), rest);
        }
    }

    @Test
    void saysTheEndOnlyWhereAnEarlierAttemptGaveEverythingElse() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(3, 30), TEN_IDS);
        Prompt full = Prompts.resumed(prompt, 2, TokenIdList.of(1, 2, 3));
        Prompt stopped = Prompts.resumed(prompt, 3, TokenIdList.of(1, 30));
        fixture.submit(full).untilIdle().submit(stopped).untilIdle();
        assertEquals(SequenceFinishReason.LENGTH, reason(full));
        assertEquals(SequenceFinishReason.STOP, reason(stopped));
        assertEquals(List.of(), fixture.recorder.tokens(stopped.key()));
    }

    @Test
    void sharesWholeChunksOfAPrefixAndReadsTheLastIdAgain() throws InterruptedException {
        Prompt first = Prompts.greedy("first", Prompts.upTo(4), TEN_IDS);
        Prompt same = Prompts.greedy("same", Prompts.upTo(4), TEN_IDS);
        Prompt eight = Prompts.greedy("eight", Prompts.upTo(4), 5, 6, 7, 8, 9, 10, 11, 12);
        Prompt other = Prompts.greedy("other", Prompts.upTo(4), 1, 6, 7, 8, 9);
        fixture.submit(first).untilIdle().submit(same).untilIdle();
        fixture.submit(eight).untilIdle().submit(other).untilIdle();
        assertEquals(0, admittedWithCached(first));
        assertEquals(8, admittedWithCached(same));
        assertEquals(4, admittedWithCached(eight));
        assertEquals(0, admittedWithCached(other));
        assertEquals(fixture.recorder.tokens(first.key()), fixture.recorder.tokens(same.key()));
    }

    @Test
    void tellsLogprobsOfEachIdOfThePromptButTheFirst() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(0), TEN_IDS);
        var sampling = Prompts.drawn(1, Penalties.NONE, Optional.of(WantedLogprobs.top(2)));
        fixture.submit(Prompts.with(prompt, sampling, true)).untilIdle();
        var logprobs =
                fixture.recorder.of(prompt.key()).stream()
                        .filter(SequenceEvent.PromptLogprobs.class::isInstance)
                        .map(SequenceEvent.PromptLogprobs.class::cast)
                        .toList();
        assertEquals(
                List.of(1, 5, 9),
                logprobs.stream().map(SequenceEvent.PromptLogprobs::firstIndex).toList());
        var ids = logprobs.stream().flatMap(s -> s.logprobs().stream()).map(SampledLogprobs::id);
        assertEquals(List.of(6, 7, 8, 9, 10, 11, 12, 13, 14), ids.toList());
        assertEquals(SequenceFinishReason.LENGTH, reason(prompt));
        assertEquals(List.of(), fixture.recorder.tokens(prompt.key()));
    }

    @Test
    void cancelsInEachStateWithoutAWord() throws InterruptedException {
        Prompt prefilling = Prompts.greedy("prefilling", Prompts.upTo(20), TEN_IDS);
        Prompt decoding = Prompts.greedy("decoding", Prompts.upTo(20), 1, 2);
        Prompt waiting = Prompts.greedy("waiting", Prompts.upTo(20), 1, 2);
        fixture.submit(decoding).steps(2).submit(prefilling).steps(1).submit(waiting);
        for (Prompt prompt : List.of(prefilling, decoding, waiting)) {
            fixture.cancel(prompt.key());
        }
        int tokens = fixture.recorder.tokens(decoding.key()).size();
        fixture.steps(1);
        assertTrue(fixture.loop.isIdle());
        assertEquals(3, fixture.freeSlots.available());
        assertEquals(tokens, fixture.recorder.tokens(decoding.key()).size());
        assertEquals(List.of(), fixture.recorder.of(waiting.key()));
        assertTrue(fixture.recorder.end(prefilling.key()).isEmpty());
    }

    @Test
    void dropsWhatWasCancelledBeforeItCameAndWhatCameTwice() throws InterruptedException {
        Prompt unwanted = Prompts.greedy("unwanted", Prompts.upTo(4), TEN_IDS);
        Prompt twice = Prompts.greedy("twice", Prompts.upTo(4), TEN_IDS);
        fixture.cancellations.add("unwanted", 1, Prompts.FAR_AWAY, fixture.wallMillis.get());
        fixture.submit(unwanted).submit(twice).submit(twice).untilIdle().submit(twice).untilIdle();
        assertEquals(List.of(), fixture.recorder.of(unwanted.key()));
        assertEquals(1, fixture.recorder.admissions(twice.key()));
        assertEquals(4, fixture.recorder.tokens(twice.key()).size());
        assertEquals(3, fixture.freeSlots.available());
    }

    @Test
    void aLaterAttemptEndsAnEarlierOne() throws InterruptedException {
        Prompt first = Prompts.greedy("a", Prompts.upTo(20), TEN_IDS);
        Prompt second = Prompts.resumed(first, 2, TokenIdList.of(1, 2));
        fixture.submit(first).steps(4).submit(second).untilIdle();
        fixture.submit(Prompts.resumed(first, 1, TokenIdList.NONE)).untilIdle();
        assertTrue(fixture.recorder.end(first.key()).isEmpty());
        assertEquals(SequenceFinishReason.LENGTH, reason(second));
        assertEquals(2, fixture.recorder.tokenEvents(second.key()).getFirst().index());
    }

    @Test
    void endsAtTheDeadlineWithTwoSecondsOfGrace() throws InterruptedException {
        long deadline = fixture.wallMillis.get() + 1000;
        Prompt prompt =
                Prompts.with(
                        Prompts.greedy("a", Prompts.upTo(30), TEN_IDS),
                        new Delivery(0, deadline, 1));
        fixture.submit(prompt).steps(4);
        fixture.wallMillis.set(deadline + 2000);
        fixture.steps(1);
        assertTrue(fixture.recorder.end(prompt.key()).isEmpty());
        fixture.wallMillis.set(deadline + 2001);
        fixture.steps(1);
        assertEquals(SequenceErrorCode.DEADLINE_EXCEEDED, errorCode(prompt));
        Prompt late =
                Prompts.with(
                        Prompts.greedy("late", Prompts.upTo(30), TEN_IDS),
                        new Delivery(0, deadline, 1));
        fixture.submit(late).steps(1);
        assertEquals(SequenceErrorCode.DEADLINE_EXCEEDED, errorCode(late));
    }

    @Test
    void refusesTheThirdDeliveryUnlessItRunsHere() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(4), TEN_IDS);
        Prompt third = Prompts.with(prompt, new Delivery(0, Prompts.FAR_AWAY, 3));
        Prompt poison =
                Prompts.with(
                        Prompts.greedy("poison", Prompts.upTo(4), TEN_IDS),
                        new Delivery(0, Prompts.FAR_AWAY, 3));
        fixture.submit(prompt).steps(1).submit(third).submit(poison).untilIdle();
        assertEquals(SequenceFinishReason.LENGTH, reason(prompt));
        assertEquals(SequenceErrorCode.TOO_MANY_DELIVERIES, errorCode(poison));
    }

    @Test
    void aFailedChunkCostsItsSequenceAlone() throws InterruptedException {
        Prompt decoding = Prompts.greedy("decoding", Prompts.upTo(6), 1, 2);
        Prompt unlucky = Prompts.greedy("unlucky", Prompts.upTo(6), TEN_IDS);
        fixture.submit(decoding).steps(1).submit(unlucky);
        fixture.model.failNextCalls = 1;
        fixture.untilIdle();
        assertEquals(SequenceErrorCode.INTERNAL, errorCode(unlucky));
        assertEquals(6, fixture.recorder.tokens(decoding.key()).size());
        assertTrue(fixture.loop.isHealthy());
    }

    @Test
    void aFailedStepCostsThoseInItAndRepeatedFailuresBreakTheModel() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertTrue(fixture.loop.isHealthy());
            Prompt prompt = Prompts.greedy("request-" + i, Prompts.upTo(6), 1, 2);
            fixture.submit(prompt);
            fixture.model.failNextCalls = 1;
            fixture.untilIdle();
            assertEquals(SequenceErrorCode.INTERNAL, errorCode(prompt));
        }
        assertFalse(fixture.loop.isHealthy());
        assertEquals(3, fixture.freeSlots.available());
    }

    @Test
    void aDefectThatOneSequenceMeetsCostsItAlone() throws InterruptedException {
        Prompt prompt = Prompts.greedy("defect", Prompts.upTo(6), 1, 2);
        Prompt defect = Prompts.with(prompt, Prompts.biased(SchedulerFixture.VOCABULARY), false);
        Prompt other = Prompts.greedy("other", Prompts.upTo(6), 3, 4);

        fixture.submit(other).submit(defect).untilIdle();

        assertEquals(SequenceErrorCode.INTERNAL, errorCode(defect));
        assertEquals(6, fixture.recorder.tokens(other.key()).size());
        assertTrue(fixture.loop.isHealthy(), "the model did not fail");
        assertEquals(3, fixture.freeSlots.available());
    }

    @Test
    void failedSlotsShareNothing() throws InterruptedException {
        Prompt unlucky = Prompts.greedy("unlucky", Prompts.upTo(6), TEN_IDS);
        fixture.submit(unlucky).steps(2);
        fixture.model.failNextCalls = 1;
        fixture.untilIdle();
        Prompt next = Prompts.greedy("next", Prompts.upTo(6), TEN_IDS);
        fixture.submit(next).untilIdle();
        assertEquals(0, admittedWithCached(next));
        assertEquals(SequenceFinishReason.LENGTH, reason(next));
    }

    @Test
    void promptsTakeTurnsChunkByChunk() throws InterruptedException {
        Prompt longOne = Prompts.greedy("long", Prompts.upTo(1), new int[28]);
        Prompt shortOne = Prompts.greedy("short", Prompts.upTo(1), 1, 2);
        fixture.submit(longOne).steps(1).submit(shortOne).steps(2);
        assertEquals(1, fixture.recorder.tokens(shortOne.key()).size());
        assertEquals(0, fixture.recorder.tokens(longOne.key()).size());
        fixture.untilIdle();
        assertEquals(1, fixture.recorder.tokens(longOne.key()).size());
    }

    @Test
    void saysThatQuietSequencesAreAlive() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(1), TEN_IDS);
        fixture.submit(prompt).steps(1);
        fixture.loop.heartbeat();
        assertEquals(1, fixture.recorder.of(prompt.key()).size());
        fixture.nanos.addAndGet(750_000_000);
        fixture.loop.heartbeat();
        fixture.loop.heartbeat();
        var alive = fixture.recorder.of(prompt.key()).getLast();
        assertInstanceOf(SequenceEvent.Alive.class, alive);
        assertEquals(2, fixture.recorder.of(prompt.key()).size());
        fixture.untilIdle();
        fixture.nanos.addAndGet(5_000_000_000L);
        fixture.loop.heartbeat();
        assertTrue(fixture.recorder.of(prompt.key()).getLast() instanceof SequenceEvent.Finished);
    }
}
