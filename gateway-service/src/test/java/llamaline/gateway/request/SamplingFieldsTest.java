package llamaline.gateway.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import llamaline.gateway.models.Cards;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.validation.Checked;
import llamaline.gateway.validation.LogprobsOptions;
import llamaline.v1.SamplingParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sampling parameter: its default, its limits, and what is said beyond them. */
class SamplingFieldsTest {
    private final Checked demo = Checked.demo();

    @Test
    void defaultsAreOpenAis() {
        SamplingParameters sampling = Checked.sampling(demo.call("{'prompt':'x'}"));

        SamplingParameters expected =
                SamplingParameters.newBuilder()
                        .setTemperature(1)
                        .setTopP(1)
                        .setRepetitionPenalty(1)
                        .setMaxNewTokens(16)
                        .setSeed(sampling.getSeed())
                        .build();
        assertEquals(expected, sampling);
        assertFalse(sampling.hasLogprobs());
    }

    @Test
    void everyParameterArrives() {
        SamplingParameters expected =
                SamplingParameters.newBuilder()
                        .setTemperature(0.5)
                        .setTopP(0.9)
                        .setTopK(40)
                        .setMinP(0.05)
                        .setRepetitionPenalty(1.1)
                        .setPresencePenalty(-2)
                        .setFrequencyPenalty(2)
                        .setSeed(-5)
                        .putLogitBias(7, -100f)
                        .setLogprobs(20)
                        .setMaxNewTokens(9)
                        .setMinNewTokens(4)
                        .setIgnoreStopIds(true)
                        .build();
        assertEquals(
                expected,
                demo.sampling(
                        "'temperature':0.5,'top_p':0.9,'top_k':40,'min_p':0.05,'repetition_penalty':1.1,"
                                + "'presence_penalty':-2,'frequency_penalty':2,'seed':-5,'logit_bias':{'7':-100},"
                                + "'logprobs':20,'max_tokens':9,'min_tokens':4,'ignore_eos':true"));
    }

    @Test
    void aMissingSeedIsDrawnAnew() {
        assertNotEquals(
                Checked.sampling(demo.call("{'prompt':'x'}")).getSeed(),
                Checked.sampling(demo.call("{'prompt':'x'}")).getSeed());
        assertEquals(Long.MAX_VALUE, demo.sampling("'seed':9223372036854775807").getSeed());
    }

    @Test
    void topKIsOffAtZeroAndBelow() {
        assertEquals(0, demo.sampling("'top_k':-1").getTopK());
        assertEquals(0, demo.sampling("'top_k':0").getTopK());
    }

    @Test
    void topPIsAboveZero() {
        Refusal refusal = demo.refusalWith("'top_p':0");
        assertEquals("'top_p' must be above 0 and at most 1, but it is 0.", refusal.message());
        assertEquals("top_p", refusal.param());
    }

    @Test
    void stopsAtTheCallersIds() {
        assertEquals(List.of(7, 4111), demo.sampling("'stop_token_ids':[7,4111]").getStopIdsList());
        assertEquals(
                "'stop_token_ids' has the token id 4113, which is out of vocabulary; the vocabulary's size is 4112.",
                demo.refusalWith("'stop_token_ids':[4113]").message());
        assertEquals(
                "'stop_token_ids' has the token id -1, which is out of vocabulary; the vocabulary's size is 4112.",
                demo.refusalWith("'stop_token_ids':[-1]").message());
        assertEquals(
                "'stop_token_ids' must be a list of token ids, but it is a string.",
                demo.refusalWith("'stop_token_ids':['a']").message());
        assertEquals(
                "'stop_token_ids' must be a list of at most 64 token ids, but it is 3.",
                demo.refusalWith("'stop_token_ids':3").message());
    }

    @Test
    void aPromptIsScoredWhereItsLogprobsAreAskedFor() {
        SamplingParameters scored = demo.sampling("'prompt_logprobs':3,'logprobs':1");
        assertTrue(scored.getPromptLogprobs());
        assertEquals(3, scored.getLogprobs());
        LogprobsOptions shown = demo.with("'prompt_logprobs':3,'logprobs':1").options().logprobs();
        assertEquals(1, shown.alternatives());
        assertEquals(OptionalInt.of(3), shown.ofPrompt());
        assertFalse(demo.with("'prompt_logprobs':0").options().showsLogprobs());
        assertTrue(demo.sampling("'prompt_logprobs':0").hasLogprobs());
        assertEquals(
                "'prompt_logprobs' does not go with 'stream': true.",
                demo.refusalWith("'prompt_logprobs':1,'stream':true").message());
        assertEquals("prompt_logprobs", demo.refusalWith("'prompt_logprobs':-1").param());
    }

    @Test
    void theAlternativesCanBeNamed() {
        SamplingParameters named = demo.sampling("'logprobs':1,'logprob_token_ids':[5,6]");
        assertEquals(List.of(5, 6), named.getLogprobIdsList());
        assertEquals(
                2,
                demo.with("'logprobs':1,'logprob_token_ids':[5,6]")
                        .options()
                        .logprobs()
                        .alternatives());
        for (String wrong :
                List.of(
                        "'logprob_token_ids':[5]",
                        "'logprobs':1,'logprob_token_ids':[4112]",
                        "'logprobs':1,'echo':true,'logprob_token_ids':[5]",
                        "'logprobs':1,'prompt_logprobs':1,'logprob_token_ids':[5]")) {
            assertEquals("logprob_token_ids", demo.refusalWith(wrong).param(), wrong);
        }
    }

    @Test
    void aWholeNumberMayHaveAFraction() {
        assertEquals(5, demo.sampling("'max_tokens':5.0").getMaxNewTokens());
    }

    @Test
    void lengthsAreNoLongerThanTheContext() {
        assertEquals(Cards.CONTEXT, demo.sampling("'max_tokens':100000").getMaxNewTokens());
    }

    @Test
    void echoWithLogprobsScoresThePrompt() {
        assertTrue(demo.sampling("'echo':true,'logprobs':2").getPromptLogprobs());
        assertFalse(demo.sampling("'echo':true").getPromptLogprobs());
        assertFalse(demo.sampling("'logprobs':2").getPromptLogprobs());
    }

    @Test
    void echoAloneNeedsNoTokens() {
        SamplingParameters sampling = demo.sampling("'echo':true,'max_tokens':0");
        assertEquals(0, sampling.getMaxNewTokens());
        assertTrue(sampling.getPromptLogprobs());
        assertEquals(
                "'max_tokens' must be at least 1; 0 goes with 'echo' only.",
                demo.refusalWith("'max_tokens':0").message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temperature|-0.1|a number from 0 to 2, but it is -0.1",
                "temperature|2.1|a number from 0 to 2, but it is 2.1",
                "temperature|'1'|a number from 0 to 2, but it is a string",
                "temperature|1e999|a number from 0 to 2, but it is Infinity",
                "temperature|true|a number from 0 to 2, but it is true",
                "top_p|1.5|a number from 0 to 1, but it is 1.5",
                "min_p|-1|a number from 0 to 1, but it is -1",
                "top_k|-2|an integer from -1 to 2147483647, but it is -2",
                "top_k|1.5|an integer from -1 to 2147483647, but it is 1.5",
                "presence_penalty|3|a number from -2 to 2, but it is 3",
                "frequency_penalty|[]|a number from -2 to 2, but it is a list",
                "repetition_penalty|101|a number from 0 to 100, but it is 101",
                "logprobs|21|an integer from 0 to 20, but it is 21",
                "logprobs|true|an integer from 0 to 20, but it is true",
                "max_tokens|-1|an integer from 0 to 2147483647, but it is -1",
                "max_tokens|{}|an integer from 0 to 2147483647, but it is an object",
                "min_tokens|-1|an integer from 0 to 2147483647, but it is -1",
                "seed|9223372036854775808|an integer from -9223372036854775808 to 9223372036854775807, but it is 9223372036854775808",
                "seed|1.5|an integer from -9223372036854775808 to 9223372036854775807, but it is 1.5",
                "logit_bias|[]|an object of token id to number, but it is a list",
            })
    void whatIsOutsideItsLimitsIsNamed(String field, String value, String allowed) {
        Refusal refusal = demo.refusalWith("'%s':%s".formatted(field, value));
        assertEquals(RefusalCode.INVALID_REQUEST, refusal.code());
        assertEquals("'%s' must be %s.".formatted(field, allowed), refusal.message());
        assertEquals(field, refusal.param());
    }

    @Test
    void theRepetitionPenaltyIsAboveZero() {
        assertEquals(
                "'repetition_penalty' must be above 0.",
                demo.refusalWith("'repetition_penalty':0").message());
    }

    @Test
    void theLeastTokensAreNoMoreThanTheMost() {
        assertEquals(
                "'min_tokens' must be at most 'max_tokens' (16), but it is 17.",
                demo.refusalWith("'min_tokens':17").message());
    }

    @Test
    void logitBiasNamesEveryBadKey() {
        Refusal names = demo.refusalWith("'logit_bias':{'a':1,'5':1,'1.5':1}");
        assertEquals(
                "'logit_bias' has keys that are no integers: a, 1.5; each key must be a token id.",
                names.message());
        assertEquals("logit_bias", names.param());
        assertEquals(
                "'logit_bias' has token ids that are out of vocabulary: 99999, -1; the vocabulary's size is 4112.",
                demo.refusalWith("'logit_bias':{'99999':1,'-1':1}").message());
        assertEquals(
                "'logit_bias' must map ids to numbers from -100 to 100, but that of 5 is 101.",
                demo.refusalWith("'logit_bias':{'5':101}").message());
        assertEquals(
                "'logit_bias' must map ids to numbers from -100 to 100, but that of 5 is null.",
                demo.refusalWith("'logit_bias':{'5':null}").message());
        assertEquals(Map.of(5, 1.5f), demo.sampling("'logit_bias':{'5':1.5}").getLogitBiasMap());
    }
}
