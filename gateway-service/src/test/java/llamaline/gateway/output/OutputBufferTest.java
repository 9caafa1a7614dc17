package llamaline.gateway.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.testkit.Seeds;
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
    void givesEachTokenInExactlyOnePart() {
        Seeds.forEach(
                500,
                random -> {
                    OpenCalls.Permit permit = calls.take().orElseThrow();
                    OutputBuffer one = new OutputBuffer(1, permit);
                    ChoiceOutput choice = one.choices().getFirst();
                    List<ChoiceOutput.Part> parts = new ArrayList<>();
                    int count = random.nextInt(1, 40);
                    for (int id = 0; id < count; id++) {
                        one.accept(List.of(delta(0, id)));
                        if (random.nextBoolean()) {
                            parts.add(choice.take(random.nextInt(1, 5)));
                        }
                    }
                    one.accept(List.of(ended(0, "held")));
                    parts.add(choice.take());

                    assertEquals(
                            IntStream.range(0, count).boxed().toList(),
                            parts.stream().flatMap(part -> part.ids().stream()).toList());
                    assertEquals("t".repeat(count) + "held", text(parts));
                    assertEquals(count, choice.completionTokens());
                    assertEquals(0, choice.heldBytes());
                    permit.close();
                });
    }

    @Test
    void textThatWasHeldBackBelongsToTheLastTokenThatWaits() {
        output.accept(List.of(delta(0, 1), delta(0, 2), ended(0, "!")));
        ChoiceOutput.Part part = output.choices().getFirst().take();
        assertEquals(new GeneratedToken(2, "t!", null), part.tokens().getLast());
        assertEquals("tt!", part.text());
    }

    @Test
    void textThatWasHeldBackStandsAloneAfterTheLastToken() {
        ChoiceOutput choice = output.choices().getFirst();
        output.accept(List.of(delta(0, 1)));
        choice.take();
        output.accept(List.of(ended(0, "!")));

        assertFalse(choice.hasTokens());
        assertTrue(choice.hasRest());
        assertEquals(new ChoiceOutput.Part(List.of(), "!"), choice.take());
        assertFalse(choice.hasRest());
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

    private static String text(List<ChoiceOutput.Part> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text()));
        return text.toString();
    }
}
