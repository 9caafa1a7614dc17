package llamaline.gateway.stream;

import static llamaline.gateway.stream.StreamFixture.DEADLINE;
import static llamaline.gateway.stream.StreamFixture.GATEWAY;
import static llamaline.gateway.stream.StreamFixture.GRACE;
import static llamaline.gateway.stream.StreamFixture.PROMPT_IDS;
import static llamaline.gateway.stream.StreamFixture.WALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.v1.CancellationReason;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.TokenLogprobs;
import org.junit.jupiter.api.Test;

/** A request in the order in which things should happen, and the ends that a call can have. */
class PendingRequestTest {
    private static final String TOKENIZER = "tokenizer-1";
    private static final String WORKER = "worker-1";
    private static final int[] IDS = DemoTokenizer.continuation(" return x\n");

    private final StreamFixture gateway = new StreamFixture();

    @Test
    void publishesEachChoiceWithItsAddressAndDeadline() {
        gateway.open(2);

        List<GenerationRequest> published = gateway.publisher.published;
        assertEquals(2, published.size());
        for (int choice = 0; choice < 2; choice++) {
            GenerationRequest request = published.get(choice);
            assertTrue(request.getRequestId().matches("[0-9a-f]{32}"), request.getRequestId());
            assertEquals(1, request.getAttempt());
            assertEquals(choice, request.getChoice());
            assertEquals(WALL.plus(DEADLINE).toEpochMilli(), request.getDeadlineEpochMillis());
            assertEquals(GATEWAY, request.getReplyTo().getGatewayId());
            assertEquals(3, request.getReplyTo().getPartition());
        }
        assertNotEquals(published.get(0).getRequestId(), published.get(1).getRequestId());
    }

    @Test
    void tellsPromptTokensAndEndInTheirOrder() {
        gateway.open(1);
        GenerationRequest attempt = gateway.attempt();

        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        gateway.hear(WORKER, Say.admitted(attempt, 2), Say.tokens(attempt, 0, IDS[0]));
        gateway.hear(WORKER, Say.tokens(attempt, 1, rest()));
        gateway.hear(WORKER, Say.finished(attempt, FinishReason.LENGTH));

        assertEquals(
                List.of("Encoded", "Cached", "Delta", "Delta", "Ended"),
                gateway.told.events().stream().map(e -> e.getClass().getSimpleName()).toList());
        assertEquals(" return x\n", gateway.told.text(0));
        assertEquals(FinishReason.LENGTH, gateway.told.ends(0).getFirst().reason());
        assertEquals(0, gateway.pendingRequests.openCalls());
        assertEquals(List.of(), gateway.publisher.cancelled);
    }

    @Test
    void tellsTheLastTokenTogetherWithTheEnd() {
        gateway.open(1);
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));

        gateway.hear(
                WORKER,
                Say.tokens(attempt, 0, DemoTokenizer.eos()),
                Say.finished(attempt, FinishReason.STOP));

        assertEquals(2, gateway.told.lists.getLast().size());
        assertEquals(List.of(DemoTokenizer.eos()), gateway.told.ids(0));
        assertEquals("", gateway.told.text(0));
    }

    @Test
    void keepsWhatOvertakesThePromptsIds() {
        gateway.open(1);
        GenerationRequest attempt = gateway.attempt();

        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS), Say.alive(attempt));
        gateway.hear(WORKER, Say.finished(attempt, FinishReason.LENGTH));
        assertEquals(List.of(), gateway.told.events());
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));

        assertEquals(" return x\n", gateway.told.text(0));
        assertEquals(1, gateway.told.ends(0).size());
    }

    @Test
    void takesAnEventThatComesTwiceOnce() {
        gateway.open(1);
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));

        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS[0], IDS[1]));
        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS[0], IDS[1]));
        gateway.hear(WORKER, Say.tokens(attempt, 1, IDS[1], IDS[2]));

        assertEquals(1, gateway.told.of(CallEvent.Encoded.class).count());
        assertEquals(List.of(IDS[0], IDS[1], IDS[2]), gateway.told.ids(0));
        assertEquals(List.of(), gateway.publisher.cancelled);
    }

    @Test
    void tellsTheCallersStopIdThatEndedIt() {
        int last = IDS[IDS.length - 1];
        var sampling = StreamFixture.sampling(100).toBuilder().addStopIds(last).build();
        gateway.open(sampling, DetokenizerOptions.endingAt(List.of()));
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS, List.of(2, last)));
        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS), Say.finished(attempt, FinishReason.STOP));

        CallEvent.Ended end = gateway.told.ends(0).getFirst();
        assertEquals(last, end.stopId());
        assertEquals(" return x", gateway.told.text(0));
        assertEquals(IDS.length, gateway.told.ids(0).size());
    }

    @Test
    void endsAtAStopStringAndStopsTheWorker() {
        gateway.open(1, StreamFixture.sampling(100), "x\n");
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));

        gateway.hear(WORKER, Say.tokens(attempt, 0, DemoTokenizer.continuation(" return x\n#")));
        gateway.hear(WORKER, Say.tokens(attempt, 4, IDS));

        assertEquals(" return ", gateway.told.text(0));
        CallEvent.Ended end = gateway.told.ends(0).getFirst();
        assertEquals(FinishReason.STOP, end.reason());
        assertEquals("x\n", end.stopString());
        assertEquals(IDS.length, gateway.told.ids(0).size());
        var cancellation = gateway.publisher.cancelled.getFirst();
        assertEquals(CancellationReason.STOP_STRING, cancellation.getReason());
        assertEquals(attempt.getRequestId(), cancellation.getRequestId());
        assertEquals(0, cancellation.getAttempt());
        assertEquals(1, gateway.publisher.cancelled.size());
    }

    @Test
    void looksForStopStringsOnlyAfterTheLeastTokens() {
        var sampling = StreamFixture.sampling(100).toBuilder().setMinNewTokens(IDS.length).build();
        gateway.open(1, sampling, "return");
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));

        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS));
        gateway.hear(WORKER, Say.tokens(attempt, IDS.length, IDS));

        assertEquals(" return x\n ", gateway.told.text(0));
        assertEquals("return", gateway.told.ends(0).getFirst().stopString());
    }

    @Test
    void givesNoMoreTokensThanWereAsked() {
        gateway.open(1, StreamFixture.sampling(2));
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));

        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS));
        gateway.passStall();

        assertEquals(List.of(IDS[0], IDS[1]), gateway.told.ids(0));
        assertEquals(FinishReason.LENGTH, gateway.told.ends(0).getFirst().reason());
        assertEquals(1, gateway.publisher.published.size());
    }

    @Test
    void givesThePromptsLogprobsOnceAndBeforeTokens() {
        var sampling = StreamFixture.sampling(100).toBuilder().setPromptLogprobs(true).build();
        gateway.open(1, sampling);
        GenerationRequest attempt = gateway.attempt();
        var scores =
                PROMPT_IDS.stream()
                        .skip(1)
                        .map(id -> TokenLogprobs.newBuilder().setId(id).build())
                        .toList();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));

        gateway.hear(WORKER, Say.scored(attempt, 1, scores.subList(0, 2)));
        gateway.hear(WORKER, Say.scored(attempt, 1, scores));
        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS));

        assertEquals(
                scores,
                gateway.told
                        .of(CallEvent.PromptLogprobs.class)
                        .flatMap(e -> e.logprobs().stream())
                        .toList());
        assertEquals(IDS.length, gateway.told.ids(0).size());
    }

    @Test
    void anErrorOfOneChoiceEndsTheCallOnce() {
        gateway.open(3);
        GenerationRequest second = gateway.publisher.published.get(1);

        gateway.hear(TOKENIZER, Say.failed(second, ErrorCode.INVALID_PROMPT, "no"));
        gateway.hear(TOKENIZER, Say.failed(second, ErrorCode.INVALID_PROMPT, "no"));

        assertEquals(
                List.of("no"), gateway.told.failures().stream().map(Failure::getMessage).toList());
        assertEquals(1, gateway.told.events().size());
        assertEquals(2, gateway.publisher.cancelled.size());
        assertEquals(
                CancellationReason.CALL_FAILED, gateway.publisher.cancelled.getFirst().getReason());
        assertEquals(0, gateway.pendingRequests.openCalls());
    }

    @Test
    void aCallerWhoHangsUpIsToldNothingMore() {
        Call call = gateway.open(2);
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        int before = gateway.told.events().size();

        call.hangUp();
        call.hangUp();
        gateway.hear(WORKER, Say.tokens(attempt, 0, IDS));
        gateway.pass(DEADLINE.multipliedBy(2));

        assertEquals(before, gateway.told.events().size());
        assertEquals(2, gateway.publisher.cancelled.size());
        var cancellation = gateway.publisher.cancelled.getFirst();
        assertEquals(CancellationReason.CALLER_GONE, cancellation.getReason());
        assertEquals(
                WALL.plus(DEADLINE).plus(GRACE).toEpochMilli(),
                cancellation.getDeadlineEpochMillis());
    }

    @Test
    void theDeadlineEndsACallThatIsAlive() {
        gateway.open(1);
        GenerationRequest attempt = gateway.attempt();
        gateway.hear(TOKENIZER, Say.encoded(attempt, PROMPT_IDS));
        Duration second = Duration.ofSeconds(1);
        for (long i = 0; i < DEADLINE.plus(GRACE).toSeconds(); i++) {
            gateway.hear(WORKER, Say.alive(attempt));
            gateway.pass(second);
        }
        assertEquals(List.of(), gateway.told.failures());
        gateway.pass(second);

        Failure failure = gateway.told.failures().getFirst();
        assertEquals(ErrorCode.DEADLINE_EXCEEDED, failure.getCode());
        assertEquals("The deadline of 600 s is over.", failure.getMessage());
        assertEquals(1, gateway.publisher.published.size());
    }

    @Test
    void aRequestThatCannotBeSentFailsTheCall() {
        gateway.publisher.refusal =
                Failure.newBuilder()
                        .setCode(ErrorCode.MODEL_UNAVAILABLE)
                        .setMessage("away")
                        .build();

        gateway.open(3);

        assertEquals("away", gateway.told.failures().getFirst().getMessage());
        assertEquals(1, gateway.publisher.published.size());
        assertEquals(0, gateway.pendingRequests.openCalls());
    }

    @Test
    void aGatewayThatStopsLetsCallsGoOnForAWhile() {
        gateway.open(2);
        gateway.pendingRequests.endWithin(Duration.ofSeconds(2));
        gateway.pass(Duration.ofSeconds(2));
        assertEquals(List.of(), gateway.told.failures());

        gateway.pass(Duration.ofMillis(1));

        assertEquals(
                "The gateway stops; ask again.", gateway.told.failures().getFirst().getMessage());
        assertEquals(ErrorCode.MODEL_UNAVAILABLE, gateway.told.failures().getFirst().getCode());
        assertEquals(2, gateway.publisher.cancelled.size());
    }

    private static int[] rest() {
        return Arrays.copyOfRange(IDS, 1, IDS.length);
    }
}
