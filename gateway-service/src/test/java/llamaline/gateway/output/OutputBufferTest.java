package llamaline.gateway.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.FinishReason;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;
import org.junit.jupiter.api.Test;

/** The output between a call's events and its caller: once each, and within the memory. */
class OutputBufferTest {
    private final OpenCalls calls = new OpenCalls(new Limits(1, 10, 10_000, 1, 1, 1, 0));
    private final OutputBuffer output = new OutputBuffer(2, calls.take().orElseThrow());

    @Test
    void isEncodedAndEndedWhenAllChoicesAre() {
        output.accept(List.of(new CallEvent.Encoded(0, List.of(1)), ended(0, "")));
        assertFalse(output.isEncoded() || output.isEnded());

        output.accept(List.of(new CallEvent.Encoded(1, List.of(1)), ended(1, "")));
        assertTrue(output.isEncoded() && output.isEnded());
    }

    @Test
    void takesMemoryAndGivesItBack() {
        TokenLogprobs logprobs =
                TokenLogprobs.newBuilder().addTop(TopLogprob.getDefaultInstance()).build();
        output.accept(
                List.of(
                        new CallEvent.PromptLogprobs(0, List.of(logprobs)),
                        new CallEvent.Delta(1, List.of(new GeneratedToken(1, "ab", logprobs)))));
        assertEquals((160 + 40) + (160 + 8 + 40), calls.bytes());

        output.choices().forEach(ChoiceOutput::take);
        output.release();
        assertEquals(0, calls.bytes());
    }

    @Test
    void refusesWhenAllCallsTogetherHoldTooMuch() {
        for (int i = 0; i < 60; i++) {
            output.accept(List.of(delta(0, i)));
        }
        assertNull(output.refusal());
        output.accept(List.of(delta(0, 60), delta(0, 61), delta(0, 62)));

        var refusal = output.refusal();
        assertNotNull(refusal);
        assertEquals(RefusalCode.OVERLOADED, refusal.code());
        assertTrue(output.isTooLarge());
    }

    @Test
    void aFailureOfTheCallIsItsRefusal() {
        Failure failure =
                Failure.newBuilder().setCode(ErrorCode.INVALID_PROMPT).setMessage("no").build();
        output.accept(List.of(delta(0, 1), new CallEvent.Failed(failure)));

        var refusal = output.refusal();
        assertNotNull(refusal);
        assertEquals("no", refusal.message());
        assertFalse(output.isTooLarge());
        assertTrue(output.choices().getFirst().hasTokens(), "what has come can still be written");
    }

    private static CallEvent delta(int choice, int id) {
        return new CallEvent.Delta(choice, List.of(new GeneratedToken(id, "t", null)));
    }

    private static CallEvent ended(int choice, String rest) {
        return new CallEvent.Ended(choice, rest, FinishReason.LENGTH, null);
    }
}
