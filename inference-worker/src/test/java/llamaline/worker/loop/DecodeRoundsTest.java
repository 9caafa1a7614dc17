package llamaline.worker.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.worker.event.SequenceEvent;
import llamaline.worker.prompt.Delivery;
import llamaline.worker.prompt.GenerationLimits;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.TokenIdList;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.SampledLogprobs;
import llamaline.worker.sampling.SamplingOptions;
import llamaline.worker.sampling.WantedLogprobs;
import org.junit.jupiter.api.Test;

class DecodeRoundsTest {
    private static final int[] TEN_IDS = {5, 6, 7, 8, 9, 10, 11, 12, 13, 14};

    private final SchedulerFixture bench = new SchedulerFixture(3, 32, true);

    private FinishReason reason(Prompt prompt) {
        var end = bench.recorder.end(prompt.key()).orElseThrow();
        return assertInstanceOf(SequenceEvent.Finished.class, end).reason();
    }

    private ErrorCode errorCode(Prompt prompt) {
        var end = bench.recorder.end(prompt.key()).orElseThrow();
        return assertInstanceOf(SequenceEvent.Failed.class, end).failure().code();
    }

    private int admittedWithCached(Prompt prompt) {
        var first = bench.recorder.of(prompt.key()).getFirst();
        return assertInstanceOf(SequenceEvent.Admitted.class, first).cachedTokens();
    }

    @Test
    void generatesToTheLimitAndCountsFromZero() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(5), TEN_IDS);
        bench.submit(prompt).untilIdle();
        assertEquals(FinishReason.LENGTH, reason(prompt));
        var indexes =
                bench.recorder.tokenEvents(prompt.key()).stream().map(SequenceEvent.Token::index);
        assertEquals(List.of(0, 1, 2, 3, 4), indexes.toList());
    }

    @Test
    void endsAtAStopIdWhichIsTheLastOne() throws InterruptedException {
        Prompt free = Prompts.greedy("free", Prompts.upTo(8), TEN_IDS);
        bench.submit(free).untilIdle();
        int third = bench.recorder.tokens(free.key()).get(2);
        Prompt stopped = Prompts.greedy("stopped", Prompts.upTo(8, third), TEN_IDS);
        bench.submit(stopped).untilIdle();
        assertEquals(FinishReason.STOP, reason(stopped));
        assertEquals(third, bench.recorder.tokens(stopped.key()).getLast());
        assertTrue(bench.recorder.tokens(stopped.key()).size() <= 3);
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
        bench.submit(ignores).submit(minimum).untilIdle();
        assertEquals(6, bench.recorder.tokens(ignores.key()).size());
        int last = SchedulerFixture.VOCABULARY - 1;
        var tokens = bench.recorder.tokens(minimum.key());
        assertEquals(List.of(last, last, last, last), tokens.subList(0, 4));
    }

    @Test
    void endsWithTheContext() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(1000), TEN_IDS);
        bench.submit(prompt).untilIdle();
        assertEquals(FinishReason.LENGTH, reason(prompt));
        assertEquals(32 - 10, bench.recorder.tokens(prompt.key()).size());
    }

    @Test
    void refusesAPromptThatLeavesNoRoomForAToken() throws InterruptedException {
        Prompt longest = Prompts.greedy("longest", Prompts.upTo(9), new int[31]);
        Prompt tooLong = Prompts.greedy("too long", Prompts.upTo(9), new int[32]);
        bench.submit(longest).submit(tooLong).untilIdle();
        assertEquals(1, bench.recorder.tokens(longest.key()).size());
        assertEquals(ErrorCode.CONTEXT_LENGTH_EXCEEDED, errorCode(tooLong));
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
        bench.submit(full).untilIdle().submit(stopped).untilIdle();
        assertEquals(FinishReason.LENGTH, reason(full));
        assertEquals(FinishReason.STOP, reason(stopped));
        assertEquals(List.of(), bench.recorder.tokens(stopped.key()));
    }

    @Test
    void sharesWholeChunksOfAPrefixAndReadsTheLastIdAgain() throws InterruptedException {
        Prompt first = Prompts.greedy("first", Prompts.upTo(4), TEN_IDS);
        Prompt same = Prompts.greedy("same", Prompts.upTo(4), TEN_IDS);
        Prompt eight = Prompts.greedy("eight", Prompts.upTo(4), 5, 6, 7, 8, 9, 10, 11, 12);
        Prompt other = Prompts.greedy("other", Prompts.upTo(4), 1, 6, 7, 8, 9);
        bench.submit(first).untilIdle().submit(same).untilIdle();
        bench.submit(eight).untilIdle().submit(other).untilIdle();
        assertEquals(0, admittedWithCached(first));
        assertEquals(8, admittedWithCached(same));
        assertEquals(4, admittedWithCached(eight));
        assertEquals(0, admittedWithCached(other));
        assertEquals(bench.recorder.tokens(first.key()), bench.recorder.tokens(same.key()));
    }

    @Test
    void scoresEachIdOfThePromptButTheFirst() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(0), TEN_IDS);
        var sampling = Prompts.drawn(1, Penalties.NONE, Optional.of(WantedLogprobs.top(2)));
        bench.submit(Prompts.with(prompt, sampling, true)).untilIdle();
        var scores =
                bench.recorder.of(prompt.key()).stream()
                        .filter(SequenceEvent.PromptScores.class::isInstance)
                        .map(SequenceEvent.PromptScores.class::cast)
                        .toList();
        assertEquals(
                List.of(1, 5, 9),
                scores.stream().map(SequenceEvent.PromptScores::firstIndex).toList());
        var ids = scores.stream().flatMap(s -> s.scores().stream()).map(SampledLogprobs::id);
        assertEquals(List.of(6, 7, 8, 9, 10, 11, 12, 13, 14), ids.toList());
        assertEquals(FinishReason.LENGTH, reason(prompt));
        assertEquals(List.of(), bench.recorder.tokens(prompt.key()));
    }

    @Test
    void cancelsInEachStateWithoutAWord() throws InterruptedException {
        Prompt prefilling = Prompts.greedy("prefilling", Prompts.upTo(20), TEN_IDS);
        Prompt decoding = Prompts.greedy("decoding", Prompts.upTo(20), 1, 2);
        Prompt waiting = Prompts.greedy("waiting", Prompts.upTo(20), 1, 2);
        bench.submit(decoding).rounds(2).submit(prefilling).rounds(1).submit(waiting);
        for (Prompt prompt : List.of(prefilling, decoding, waiting)) {
            bench.rounds.cancel(prompt.key().requestId(), 1);
        }
        int tokens = bench.recorder.tokens(decoding.key()).size();
        bench.rounds(1);
        assertTrue(bench.rounds.isIdle());
        assertEquals(3, bench.freeSlots.available());
        assertEquals(tokens, bench.recorder.tokens(decoding.key()).size());
        assertEquals(List.of(), bench.recorder.of(waiting.key()));
        assertTrue(bench.recorder.end(prefilling.key()).isEmpty());
    }

    @Test
    void dropsWhatWasCancelledBeforeItCameAndWhatCameTwice() throws InterruptedException {
        Prompt unwanted = Prompts.greedy("unwanted", Prompts.upTo(4), TEN_IDS);
        Prompt twice = Prompts.greedy("twice", Prompts.upTo(4), TEN_IDS);
        bench.cancellations.add("unwanted", 1, Prompts.FAR_AWAY, bench.wallMillis.get());
        bench.submit(unwanted).submit(twice).submit(twice).untilIdle().submit(twice).untilIdle();
        assertEquals(List.of(), bench.recorder.of(unwanted.key()));
        assertEquals(1, bench.recorder.admissions(twice.key()));
        assertEquals(4, bench.recorder.tokens(twice.key()).size());
        assertEquals(3, bench.freeSlots.available());
    }

    @Test
    void aLaterAttemptEndsAnEarlierOne() throws InterruptedException {
        Prompt first = Prompts.greedy("a", Prompts.upTo(20), TEN_IDS);
        Prompt second = Prompts.resumed(first, 2, TokenIdList.of(1, 2));
        bench.submit(first).rounds(4).submit(second).untilIdle();
        bench.submit(Prompts.resumed(first, 1, TokenIdList.NONE)).untilIdle();
        assertTrue(bench.recorder.end(first.key()).isEmpty());
        assertEquals(FinishReason.LENGTH, reason(second));
        assertEquals(2, bench.recorder.tokenEvents(second.key()).getFirst().index());
    }

    @Test
    void endsAtTheDeadlineWithTwoSecondsOfGrace() throws InterruptedException {
        long deadline = bench.wallMillis.get() + 1000;
        Prompt prompt =
                Prompts.with(
                        Prompts.greedy("a", Prompts.upTo(30), TEN_IDS),
                        new Delivery(0, deadline, 1));
        bench.submit(prompt).rounds(4);
        bench.wallMillis.set(deadline + 2000);
        bench.rounds(1);
        assertTrue(bench.recorder.end(prompt.key()).isEmpty());
        bench.wallMillis.set(deadline + 2001);
        bench.rounds(1);
        assertEquals(ErrorCode.DEADLINE_EXCEEDED, errorCode(prompt));
        Prompt late =
                Prompts.with(
                        Prompts.greedy("late", Prompts.upTo(30), TEN_IDS),
                        new Delivery(0, deadline, 1));
        bench.submit(late).rounds(1);
        assertEquals(ErrorCode.DEADLINE_EXCEEDED, errorCode(late));
    }

    @Test
    void refusesTheThirdDeliveryUnlessItRunsHere() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(4), TEN_IDS);
        Prompt third = Prompts.with(prompt, new Delivery(0, Prompts.FAR_AWAY, 3));
        Prompt poison =
                Prompts.with(
                        Prompts.greedy("poison", Prompts.upTo(4), TEN_IDS),
                        new Delivery(0, Prompts.FAR_AWAY, 3));
        bench.submit(prompt).rounds(1).submit(third).submit(poison).untilIdle();
        assertEquals(FinishReason.LENGTH, reason(prompt));
        assertEquals(ErrorCode.TOO_MANY_DELIVERIES, errorCode(poison));
    }

    @Test
    void aFailedChunkCostsItsSequenceAlone() throws InterruptedException {
        Prompt decoding = Prompts.greedy("decoding", Prompts.upTo(6), 1, 2);
        Prompt unlucky = Prompts.greedy("unlucky", Prompts.upTo(6), TEN_IDS);
        bench.submit(decoding).rounds(1).submit(unlucky);
        bench.model.failNextCalls = 1;
        bench.untilIdle();
        assertEquals(ErrorCode.INTERNAL, errorCode(unlucky));
        assertEquals(6, bench.recorder.tokens(decoding.key()).size());
        assertFalse(bench.guarded.isBroken());
    }

    @Test
    void aFailedStepCostsThoseInItAndRepeatedFailuresBreakTheModel() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertFalse(bench.guarded.isBroken());
            Prompt prompt = Prompts.greedy("request-" + i, Prompts.upTo(6), 1, 2);
            bench.submit(prompt);
            bench.model.failNextCalls = 1;
            bench.untilIdle();
            assertEquals(ErrorCode.INTERNAL, errorCode(prompt));
        }
        assertTrue(bench.guarded.isBroken());
        assertEquals(3, bench.freeSlots.available());
    }

    @Test
    void failedSlotsShareNothing() throws InterruptedException {
        Prompt unlucky = Prompts.greedy("unlucky", Prompts.upTo(6), TEN_IDS);
        bench.submit(unlucky).rounds(2);
        bench.model.failNextCalls = 1;
        bench.untilIdle();
        Prompt next = Prompts.greedy("next", Prompts.upTo(6), TEN_IDS);
        bench.submit(next).untilIdle();
        assertEquals(0, admittedWithCached(next));
        assertEquals(FinishReason.LENGTH, reason(next));
    }

    @Test
    void promptsTakeTurnsChunkByChunk() throws InterruptedException {
        Prompt longOne = Prompts.greedy("long", Prompts.upTo(1), new int[28]);
        Prompt shortOne = Prompts.greedy("short", Prompts.upTo(1), 1, 2);
        bench.submit(longOne).rounds(1).submit(shortOne).rounds(2);
        assertEquals(1, bench.recorder.tokens(shortOne.key()).size());
        assertEquals(0, bench.recorder.tokens(longOne.key()).size());
        bench.untilIdle();
        assertEquals(1, bench.recorder.tokens(longOne.key()).size());
    }

    @Test
    void saysThatQuietSequencesAreAlive() throws InterruptedException {
        Prompt prompt = Prompts.greedy("a", Prompts.upTo(1), TEN_IDS);
        bench.submit(prompt).rounds(1);
        bench.outbox.heartbeat();
        assertEquals(1, bench.recorder.of(prompt.key()).size());
        bench.nanos.addAndGet(750_000_000);
        bench.outbox.heartbeat();
        bench.outbox.heartbeat();
        var alive = bench.recorder.of(prompt.key()).getLast();
        assertInstanceOf(SequenceEvent.Alive.class, alive);
        assertEquals(2, bench.recorder.of(prompt.key()).size());
        bench.untilIdle();
        bench.nanos.addAndGet(5_000_000_000L);
        bench.outbox.heartbeat();
        assertTrue(bench.recorder.of(prompt.key()).getLast() instanceof SequenceEvent.Finished);
    }
}
