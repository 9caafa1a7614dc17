package llamaline.gateway.stream;

import static llamaline.gateway.stream.StreamFixture.PROMPT_IDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import llamaline.contract.TraceContext;
import llamaline.gateway.DemoTokenizer;
import llamaline.v1.ErrorCode;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.Test;

/** What whoever measures requests is told, in order. */
class PendingRequestObserverTest {
    private static final String TOKENIZER = "tokenizer-1";
    private static final String WORKER = "worker-1";
    private static final int[] IDS = DemoTokenizer.continuation(" return x\n");
    private static final String ENCODED = "0 encoded " + PROMPT_IDS.size();

    private final StreamFixture gateway = new StreamFixture();

    private void assertTold(String... told) {
        assertEquals(List.of(told), gateway.observed.told);
    }

    @Test
    void tellsEachPhaseOnce() {
        gateway.open(1, StreamFixture.sampling(2));
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        gateway.hear(WORKER, Say.admitted(attempt, 0), Say.tokens(attempt, 0, IDS[0]));
        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS));
        gateway.hear(WORKER, Say.finished(attempt, FinishReason.LENGTH));
        assertTold(
                "0 attempt 1", ENCODED, "0 admitted", "0 tokens 1", "0 tokens 1", "0 ended LENGTH");
    }

    @Test
    void tellsTheNextAttemptAndOnlyNewTokens() {
        gateway.open(1, StreamFixture.sampling(9));
        GenerationRequest first = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(first, PROMPT_IDS));
        gateway.hear(WORKER, Say.tokens(first, 0, IDS[0], IDS[1]));
        gateway.passStall();
        GenerationRequest second = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(second, PROMPT_IDS));
        gateway.hear("worker-2", Say.admitted(second, 0), Say.tokens(second, 2, IDS[2]));
        gateway.hear("worker-2", Say.finished(second, FinishReason.STOP));
        assertTold(
                "0 attempt 1",
                ENCODED,
                "0 tokens 2",
                "0 attempt 2",
                ENCODED,
                "0 admitted",
                "0 tokens 1",
                "0 ended STOP");
    }

    @Test
    void tellsAFailureAndWhatItTakesWithIt() {
        gateway.open(2);
        GenerationRequest second = gateway.publisher.published.get(1);
        gateway.hear(TOKENIZER, Say.failed(second, ErrorCode.INVALID_PROMPT, "no"));
        assertTold(
                "0 attempt 1", "1 attempt 1", "1 failed INVALID_PROMPT", "0 abandoned CALL_FAILED");
    }

    @Test
    void tellsThatTheCallerHungUp() {
        Call call = gateway.open(1);
        call.hangUp();
        call.hangUp();
        assertTold("0 attempt 1", "0 abandoned CALLER_GONE");
    }

    @Test
    void eachAttemptsRecordCarriesItsTrace() {
        gateway.open(1);
        gateway.pass(StreamFixture.STALL.multipliedBy(4));
        assertEquals(2, gateway.publisher.published.size());
        assertEquals(
                List.of("trace of 0", "trace of 0"),
                gateway.publisher.traces.stream().map(TraceContext::parent).toList());
    }
}
