package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.validation.Checked;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerateResponse;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;
import org.junit.jupiter.api.Test;

/** Messages of one choice: the prompt's ids first, each token once, the end last. */
class ChoiceMessagesTest {
    private final OutputBuffer output =
            new OutputBuffer(1, new OpenCalls(Checked.LIMITS).take().orElseThrow());
    private final ChoiceMessages messages = new ChoiceMessages(0, 1, output.choices().getFirst());

    @Test
    void thePromptsIdsComeOnceAndAtOnce() {
        assertFalse(messages.hasNext());
        output.accept(List.of(new CallEvent.Encoded(0, List.of(1, 7))));
        assertTrue(messages.hasNext());

        assertEquals(List.of(1, 7), messages.next().getPromptIdsList());
        assertFalse(messages.hasNext());
    }

    @Test
    void aMessageHasAtMost256Tokens() {
        GeneratedToken token = new GeneratedToken(5, "x", null);
        output.accept(
                List.of(
                        new CallEvent.Delta(0, Collections.nCopies(300, token)),
                        new CallEvent.Ended(0, "", FinishReason.LENGTH, null)));

        GenerateResponse first = messages.next();
        assertEquals(256, first.getTokenIdsCount());
        assertFalse(first.hasEnd());
        GenerateResponse second = messages.next();
        assertEquals(44, second.getTokenIdsCount());
        assertEquals(300, second.getEnd().getCompletionTokens());
        assertTrue(messages.isEnded());
        assertFalse(messages.hasNext());
    }

    @Test
    void showsAsManyAlternativesAsWereAskedFor() {
        TokenLogprobs logprobs =
                TokenLogprobs.newBuilder()
                        .addTop(TopLogprob.newBuilder().setId(1))
                        .addTop(TopLogprob.newBuilder().setId(2))
                        .build();
        output.accept(
                List.of(new CallEvent.Delta(0, List.of(new GeneratedToken(5, "x", logprobs)))));

        assertEquals(1, messages.next().getLogprobs(0).getTopCount());
    }
}
