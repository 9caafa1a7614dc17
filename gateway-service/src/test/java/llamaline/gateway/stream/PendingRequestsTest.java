package llamaline.gateway.stream;

import static llamaline.gateway.stream.StreamFixture.PROMPT_IDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.v1.Cancellation;
import llamaline.v1.CancellationReason;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerationRequest;
import llamaline.v1.ReplyTo;
import org.junit.jupiter.api.Test;

/** Events that no caller waits for, and those of several calls in one record. */
class PendingRequestsTest {
    private static final int[] IDS = DemoTokenizer.continuation(" return x\n");

    private final StreamFixture gateway = new StreamFixture();

    @Test
    void workThatNobodyWaitsForIsCancelledOnce() {
        GenerationRequest unknown = requestOf(StreamFixture.GATEWAY);

        gateway.hear("worker-1", Say.tokens(unknown, 0, IDS));
        gateway.hear("worker-1", Say.tokens(unknown, IDS.length, IDS));

        assertEquals(1, gateway.publisher.cancelled.size());
        Cancellation cancellation = gateway.publisher.cancelled.getFirst();
        assertEquals(CancellationReason.UNKNOWN_REQUEST, cancellation.getReason());
        assertEquals(unknown.getRequestId(), cancellation.getRequestId());
        assertEquals(0, cancellation.getAttempt());
    }

    @Test
    void aPredecessorsWorkIsCancelledAndAnyoneElsesLeftAlone() {
        gateway.pendingRequests.addPredecessor("gateway-before");

        gateway.hear("worker-1", Say.alive(requestOf("gateway-else")));
        assertEquals(List.of(), gateway.publisher.cancelled);
        gateway.hear("worker-1", Say.alive(requestOf("gateway-before")));

        assertEquals(1, gateway.publisher.cancelled.size());
    }

    @Test
    void workThatHasEndedNeedsNoCancellation() {
        gateway.hear("worker-1", Say.finished(requestOf(StreamFixture.GATEWAY), FinishReason.STOP));
        assertEquals(List.of(), gateway.publisher.cancelled);
    }

    @Test
    void anotherGatewaysEventsDoNotReachACallOfTheSameId() {
        gateway.open(1);
        GenerationRequest forged =
                gateway.attempt().toBuilder()
                        .setReplyTo(ReplyTo.newBuilder().setGatewayId("gateway-else"))
                        .build();

        gateway.hear("worker-1", Say.encoded(forged, PROMPT_IDS));

        assertEquals(List.of(), gateway.told.events());
    }

    @Test
    void oneRecordTellsEachCallOnce() {
        gateway.open(2);
        GenerationRequest first = gateway.publisher.published.get(0);
        GenerationRequest second = gateway.publisher.published.get(1);
        gateway.hear(
                "tokenizer-1", Say.encoded(first, PROMPT_IDS), Say.encoded(second, PROMPT_IDS));

        gateway.hear(
                "worker-1",
                Say.tokens(first, 0, IDS[0]),
                Say.tokens(second, 0, IDS[1]),
                Say.finished(first, FinishReason.LENGTH),
                Say.finished(second, FinishReason.LENGTH));

        assertEquals(List.of(2, 4), gateway.told.lists.stream().map(List::size).toList());
        assertEquals(List.of(IDS[0]), gateway.told.ids(0));
        assertEquals(List.of(IDS[1]), gateway.told.ids(1));
    }

    private static GenerationRequest requestOf(String gatewayId) {
        return GenerationRequest.newBuilder()
                .setRequestId("0123456789abcdef0123456789abcdef")
                .setAttempt(1)
                .setReplyTo(ReplyTo.newBuilder().setGatewayId(gatewayId))
                .build();
    }
}
