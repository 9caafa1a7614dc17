package llamaline.worker.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import llamaline.contract.ReplyAddress;
import llamaline.v1.EncodedPrompt;
import llamaline.v1.SamplingParameters;
import llamaline.worker.EncodedPrompts;
import llamaline.worker.event.SequenceErrorCode;
import llamaline.worker.prompt.Prompt;
import llamaline.worker.prompt.PromptKey;
import llamaline.worker.prompt.TokenIdList;
import llamaline.worker.sampling.DrawKey;
import llamaline.worker.sampling.Penalties;
import llamaline.worker.sampling.WantedLogprobs;
import org.junit.jupiter.api.Test;

class EncodedPromptReaderTest {
    private static final int LONG = 300;
    private final EncodedPromptReader reader =
            new EncodedPromptReader("m", EncodedPrompts.VOCABULARY);

    private static EncodedPrompt.Builder prompt() {
        return EncodedPrompts.of("m", 5);
    }

    private Prompt valid(EncodedPrompt.Builder message) {
        return assertInstanceOf(ReadPrompt.Valid.class, reader.read(message.build(), 1)).prompt();
    }

    private void assertMalformed(Consumer<EncodedPrompt.Builder> change) {
        EncodedPrompt.Builder message = prompt();
        change.accept(message);
        assertInstanceOf(ReadPrompt.Malformed.class, reader.read(message.build(), 1));
    }

    private void assertInvalid(
            SequenceErrorCode code, String param, Consumer<SamplingParameters.Builder> change) {
        EncodedPrompt.Builder message = prompt();
        change.accept(message.getSamplingBuilder());
        var invalid =
                assertInstanceOf(ReadPrompt.Invalid.class, reader.read(message.build(), 1), param);
        assertEquals(code, invalid.failure().code());
        assertEquals(param, invalid.failure().param());
        assertTrue(invalid.failure().message().contains("'" + param + "'"));
    }

    @Test
    void readsEachField() {
        EncodedPrompt.Builder message =
                prompt().setAttempt(2)
                        .setChoice(4)
                        .addResumeIds(5)
                        .addAllStopIds(List.of(2, 9))
                        .setPublishedEpochMillis(11)
                        .setDeadlineEpochMillis(12);
        message.getSamplingBuilder()
                .setTemperature(0.5)
                .setTopK(3)
                .setTopP(0.9)
                .setMinP(0.1)
                .setRepetitionPenalty(1.1)
                .setPresencePenalty(-2)
                .setFrequencyPenalty(2)
                .setSeed(77)
                .putLogitBias(3, -100f)
                .setLogprobs(0)
                .addLogprobIds(7)
                .setMinNewTokens(1)
                .setPromptLogprobs(true);

        Prompt prompt = valid(message);

        assertEquals(new PromptKey(message.getRequestId(), 2), prompt.key());
        assertEquals(new ReplyAddress("llamaline.tokens", 0, "gateway-1"), prompt.reply());
        assertEquals(TokenIdList.of(1, 7, 9), prompt.promptIds());
        assertEquals(TokenIdList.of(5), prompt.resumeIds());
        assertEquals(TokenIdList.of(2, 9), prompt.limits().stopIds());
        assertEquals(5, prompt.limits().maxNewTokens());
        assertEquals(1, prompt.limits().minNewTokens());
        assertEquals(12, prompt.delivery().deadlineEpochMillis());
        assertEquals(11, prompt.delivery().publishedEpochMillis());
        assertEquals(new Penalties(1.1, -2, 2), prompt.sampling().penalties());
        assertEquals(new DrawKey(77, 4), prompt.sampling().drawKey());
        assertEquals(Optional.of(new WantedLogprobs(0, List.of(7))), prompt.sampling().logprobs());
        assertTrue(prompt.wantsPromptLogprobs());
    }

    @Test
    void aStopIdThatTheModelLacksIsLeftOut() {
        var message = prompt().addAllStopIds(List.of(-1, 2, EncodedPrompts.VOCABULARY));

        assertEquals(TokenIdList.of(2), valid(message).limits().stopIds());
    }

    @Test
    void whatNamesNobodyToTellIsMalformed() {
        assertInstanceOf(ReadPrompt.Malformed.class, reader.read(null, 1));
        assertMalformed(message -> message.clear());
        assertMalformed(message -> message.setAttempt(0));
        assertMalformed(message -> message.clearRequestId());
        assertMalformed(message -> message.setRequestId("x".repeat(LONG)));
        assertMalformed(message -> message.clearReplyTo());
        assertMalformed(message -> message.getReplyToBuilder().setPartition(-1));
        assertMalformed(message -> message.getReplyToBuilder().setTopic("llamaline.models"));
        assertMalformed(message -> message.getReplyToBuilder().setGatewayId("x".repeat(LONG)));
        assertMalformed(message ->
                message.getReplyToBuilder().setTopic("llamaline.tokens" + "x".repeat(LONG)));
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        SequenceErrorCode code = SequenceErrorCode.INVALID_PROMPT;
        assertInvalid(code, "temperature", s -> s.setTemperature(-0.1));
        assertInvalid(code, "temperature", s -> s.setTemperature(Double.NaN));
        assertInvalid(code, "temperature", s -> s.setTemperature(Double.POSITIVE_INFINITY));
        assertInvalid(code, "top_p", s -> s.setTopP(0));
        assertInvalid(code, "top_p", s -> s.setTopP(1.01));
        assertInvalid(code, "top_k", s -> s.setTopK(-1));
        assertInvalid(code, "min_p", s -> s.setMinP(1.01));
        assertInvalid(code, "repetition_penalty", s -> s.setRepetitionPenalty(0));
        assertInvalid(code, "presence_penalty", s -> s.setPresencePenalty(2.1));
        assertInvalid(code, "frequency_penalty", s -> s.setFrequencyPenalty(-2.1));
        assertInvalid(code, "logprobs", s -> s.setLogprobs(21));
        assertInvalid(
                code, "logprob_token_ids", s -> s.addAllLogprobIds(Collections.nCopies(21, 1)));
        assertInvalid(
                SequenceErrorCode.TOKEN_OUT_OF_VOCABULARY,
                "logprob_token_ids",
                s -> s.addLogprobIds(EncodedPrompts.VOCABULARY));
        assertInvalid(code, "max_tokens", s -> s.setMaxNewTokens(-1));
        assertInvalid(code, "min_tokens", s -> s.setMinNewTokens(-1));
        assertInvalid(code, "logit_bias", s -> s.putLogitBias(3, Float.NaN));
        assertInvalid(
                SequenceErrorCode.TOKEN_OUT_OF_VOCABULARY,
                "logit_bias",
                s -> s.putLogitBias(-1, 1f));
    }
}
