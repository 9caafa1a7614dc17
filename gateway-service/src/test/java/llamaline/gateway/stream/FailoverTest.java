package llamaline.gateway.stream;

import static llamaline.gateway.stream.StreamFixture.PROMPT_IDS;
import static llamaline.gateway.stream.StreamFixture.STALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.event.CallEvent;
import llamaline.v1.Cancellation;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a request when workers and tokenizer services fail it. */
class FailoverTest {
    private static final String TOKENIZER = "tokenizer-1";
    private static final String WORKER = "worker-1";
    private static final String OTHER = "worker-2";
    private static final int[] IDS = DemoTokenizer.continuation(" return x + 1\n");

    private final StreamFixture gateway = new StreamFixture();

    @BeforeEach
    void open() {
        gateway.open(1);
    }

    @Test
    void aStallGivesTheNextAttemptTheIdsGivenSoFar() {
        GenerationRequest first = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(first, PROMPT_IDS));
        gateway.hear(WORKER, Say.tokens(first, 0, IDS[0], IDS[1]));

        gateway.passStall();

        GenerationRequest second = gateway.attempt();
        assertEquals(2, second.getAttempt());
        assertEquals(first.getRequestId(), second.getRequestId());
        assertEquals(first.getDeadlineEpochMillis(), second.getDeadlineEpochMillis());
        assertEquals(List.of(IDS[0], IDS[1]), second.getResume().getIdsList());
        assertSuperseded(first);
    }

    @Test
    void theNextAttemptGoesOnWhereTheLastOneStood() {
        GenerationRequest first = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(first, PROMPT_IDS));
        gateway.hear(WORKER, Say.tokens(first, 0, IDS[0], IDS[1]));
        gateway.passStall();
        GenerationRequest second = gateway.attempt();

        gateway.hear(WORKER, Say.tokens(first, 2, IDS[2]));
        gateway.hear(TOKENIZER, Say.encoded(second, PROMPT_IDS));
        gateway.hear(OTHER, Say.admitted(second, 0), Say.tokens(second, 2, IDS[2], IDS[3]));
        gateway.hear(WORKER, Say.finished(first, FinishReason.STOP));
        gateway.hear(OTHER, Say.finished(second, FinishReason.LENGTH));

        assertEquals(List.of(IDS[0], IDS[1], IDS[2], IDS[3]), gateway.told.ids(0));
        assertEquals(FinishReason.LENGTH, gateway.told.ends(0).getFirst().reason());
        assertEquals(1, gateway.told.of(CallEvent.Encoded.class).count());
    }

    @Test
    void aSignOfLifeKeepsTheAttempt() {
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        for (int i = 0; i < 20; i++) {
            gateway.hear(WORKER, Say.alive(attempt));
            gateway.pass(STALL);
        }
        assertEquals(1, gateway.publisher.published.size());
    }

    @Test
    void aGapEndsTheAttempt() {
        GenerationRequest first = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(first, PROMPT_IDS));
        gateway.hear(WORKER, Say.tokens(first, 0, IDS[0]));

        gateway.hear(WORKER, Say.tokens(first, 2, IDS[2]));

        assertEquals(2, gateway.attempt().getAttempt());
        assertEquals(List.of(IDS[0]), gateway.attempt().getResume().getIdsList());
        assertEquals(List.of(IDS[0]), gateway.told.ids(0));
        assertSuperseded(first);
    }

    @Test
    void anIdOutsideTheVocabularyEndsTheAttempt() {
        GenerationRequest first = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(first, PROMPT_IDS));

        gateway.hear(WORKER, Say.tokens(first, 0, DemoTokenizer.INSTANCE.vocabularySize()));

        assertEquals(2, gateway.attempt().getAttempt());
        assertEquals(List.of(), gateway.told.ids(0));
    }

    @Test
    void theFirstWorkerThatSpeaksIsTheOnlyOneHeard() {
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        gateway.hear(WORKER, Say.admitted(attempt, 0));

        gateway.hear(OTHER, Say.tokens(attempt, 0, IDS[5]));
        gateway.hear(OTHER, Say.tokens(attempt, 1, IDS[5]));
        gateway.hear(OTHER, Say.finished(attempt, FinishReason.STOP));
        gateway.hear(OTHER, Say.failed(attempt, ErrorCode.TOO_MANY_DELIVERIES, "third"));
        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS[0]));

        assertEquals(List.of(IDS[0]), gateway.told.ids(0));
        assertEquals(List.of(), gateway.told.failures());
        assertEquals(1, gateway.publisher.cancelled.size());
        Cancellation cancellation = gateway.publisher.cancelled.getFirst();
        assertEquals(OTHER, cancellation.getOnlyWorker());
        assertEquals(CancellationReason.SUPERSEDED, cancellation.getReason());
        assertEquals(1, cancellation.getAttempt());
    }

    @Test
    void aWorkerThatWasTurnedAwayDoesNotKeepTheAttemptAlive() {
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        gateway.hear(WORKER, Say.admitted(attempt, 0));
        gateway.pass(STALL);

        gateway.hear(OTHER, Say.alive(attempt));
        gateway.pass(Duration.ofMillis(1));

        assertEquals(2, gateway.attempt().getAttempt());
    }

    @Test
    void aSilentTokenizerServiceIsGivenMoreTime() {
        gateway.pass(STALL.multipliedBy(StreamSettings.STALLS_BEFORE_ENCODED));
        assertEquals(1, gateway.publisher.published.size());

        gateway.pass(Duration.ofMillis(1));

        assertEquals(2, gateway.attempt().getAttempt());
        assertFalse(gateway.attempt().hasResume());
    }

    @Test
    void afterTheLastAttemptTheCallerGetsAnError() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertEquals(attempt, gateway.attempt().getAttempt());
            gateway.hear(TOKENIZER, Say.encoded(gateway.attempt(), PROMPT_IDS));
            gateway.hear("worker-" + attempt, Say.admitted(gateway.attempt(), 0));
            gateway.passStall();
        }
        assertEquals(3, gateway.publisher.published.size());
        assertEquals(1, gateway.told.failures().size());
        assertEquals(ErrorCode.MODEL_UNAVAILABLE, gateway.told.failures().getFirst().getCode());
        assertEquals(
                "No worker finished the request in 3 attempts.",
                gateway.told.failures().getFirst().getMessage());
        assertEquals(List.of(gateway.attempt()), gateway.publisher.deadLettered);
        assertEquals(0, gateway.pendingRequests.openCalls());
    }

    @Test
    void whatItsCallerDidWrongIsNoDeadLetter() {
        gateway.hear(
                TOKENIZER,
                Say.failed(gateway.attempt(), ErrorCode.CONTEXT_LENGTH_EXCEEDED, "too long"));

        assertEquals(1, gateway.told.failures().size());
        assertEquals(List.of(), gateway.publisher.deadLettered);
    }

    @Test
    void workersThatStopInOrderAreNoFailedAttempts() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            gateway.hear(TOKENIZER, Say.encoded(gateway.attempt(), PROMPT_IDS));
            gateway.hear(WORKER, Say.tokens(gateway.attempt(), attempt - 1, IDS[attempt - 1]));
            gateway.hear(WORKER, Say.failed(gateway.attempt(), ErrorCode.WORKER_STOPPING, "stops"));
        }
        assertEquals(4, gateway.attempt().getAttempt());
        assertEquals(3, gateway.attempt().getResume().getIdsCount());
        assertEquals(List.of(), gateway.told.failures());

        gateway.passStall();
        gateway.pass(STALL.multipliedBy(StreamSettings.STALLS_BEFORE_ENCODED));

        assertEquals(5, gateway.attempt().getAttempt());
        assertEquals(List.of(), gateway.told.failures());
    }

    @Test
    void aWaitingRequestIsPublishedAgainWhenAWorkerWasLost() {
        gateway.hear(TOKENIZER, Say.encoded(gateway.attempt(), PROMPT_IDS));
        gateway.pass(Duration.ofSeconds(100));
        assertEquals(1, gateway.publisher.published.size());

        gateway.lostWorkers++;
        gateway.pass(Duration.ofMillis(1));
        assertEquals(2, gateway.attempt().getAttempt());
        gateway.hear(TOKENIZER, Say.encoded(gateway.attempt(), PROMPT_IDS));
        gateway.pass(Duration.ofSeconds(100));

        assertEquals(2, gateway.publisher.published.size());
        assertEquals(List.of(), gateway.told.failures());
    }

    @Test
    void aRequestWithoutAnyWorkerEndsWithAnError() {
        gateway.hear(TOKENIZER, Say.encoded(gateway.attempt(), PROMPT_IDS));
        gateway.isServed = false;
        gateway.pass(STALL.multipliedBy(StreamSettings.STALLS_BEFORE_ENCODED));
        assertEquals(List.of(), gateway.told.failures());

        gateway.pass(Duration.ofMillis(1));

        assertEquals(
                "No worker serves the model 'demo' any more; try again later.",
                gateway.told.failures().getFirst().getMessage());
    }

    @Test
    void anEndWithoutReasonIsAFailedAttempt() {
        GenerationRequest first = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(first, PROMPT_IDS));

        gateway.hear(WORKER, Say.finished(first, FinishReason.FINISH_REASON_UNSPECIFIED));

        assertEquals(2, gateway.attempt().getAttempt());
        assertEquals(List.of(), gateway.told.ends(0));
    }

    private void assertSuperseded(GenerationRequest attempt) {
        Cancellation cancellation = gateway.publisher.cancelled.getLast();
        assertEquals(CancellationReason.SUPERSEDED, cancellation.getReason());
        assertEquals(attempt.getRequestId(), cancellation.getRequestId());
        assertEquals(attempt.getAttempt(), cancellation.getAttempt());
        assertEquals(Cancellation.TargetCase.TARGET_NOT_SET, cancellation.getTargetCase());
    }
}
