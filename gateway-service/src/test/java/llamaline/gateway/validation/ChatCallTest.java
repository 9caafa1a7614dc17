package llamaline.gateway.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.Cards;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.v1.GenerationRequest;
import llamaline.v1.SamplingParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call of the chat route: what it allows, and what it refuses beside its messages. */
class ChatCallTest {
    private final Checked chat = Checked.chatting();

    @Test
    void aMessageAloneMeansOneChoiceUpToADefaultThatEnds() {
        CompletionCall call = chat.chat("{'messages':[{'role':'user','content':'x'}]}");

        assertEquals("chat", call.model().name());
        CompletionOptions plain =
                new CompletionOptions(false, false, false, false, LogprobsOptions.NONE, false);
        assertEquals(plain, call.options());
        SamplingParameters sampling = Checked.sampling(call);
        assertEquals(Cards.CONTEXT, sampling.getMaxNewTokens(), "the context is less than 1024");
        assertFalse(sampling.hasLogprobs());
        assertEquals(1, sampling.getTemperature());
    }

    @Test
    void whereTheContextIsLongTheDefaultIs1024Tokens() {
        var roomy = Cards.chatting("roomy").toBuilder().setContext(16_384).build();
        Checked checked = new Checked(Cards.served(roomy));
        assertEquals(1024, Checked.sampling(checked.chatWith("'n':1")).getMaxNewTokens());
    }

    @Test
    void theLimitHasTwoNames() {
        assertEquals(7, Checked.sampling(chat.chatWith("'max_tokens':7")).getMaxNewTokens());
        assertEquals(
                8, Checked.sampling(chat.chatWith("'max_completion_tokens':8")).getMaxNewTokens());
        assertEquals(
                9,
                Checked.sampling(chat.chatWith("'max_completion_tokens':9,'max_tokens':9"))
                        .getMaxNewTokens());
        Refusal refusal = chat.chatRefusalWith("'max_completion_tokens':8,'max_tokens':9");
        assertEquals("max_tokens", refusal.param());
        assertEquals(
                "'max_tokens' and 'max_completion_tokens' are two names of one limit; give one of them.",
                refusal.message());
    }

    @Test
    void moreThanTheContextHoldsEndsWithTheContext() {
        SamplingParameters sampling =
                Checked.sampling(chat.chatWith("'max_tokens':10000,'min_tokens':10000"));
        assertEquals(Cards.CONTEXT, sampling.getMaxNewTokens());
        assertEquals(Cards.CONTEXT, sampling.getMinNewTokens());
    }

    @Test
    void samplingIsAsForCompletions() {
        SamplingParameters sampling =
                Checked.sampling(
                        chat.chatWith(
                                "'temperature':0.5,'top_p':0.9,'top_k':5,'min_p':0.1,'seed':7,'presence_penalty':1,"
                                        + "'frequency_penalty':-1,'repetition_penalty':1.1,'logit_bias':{'5':1},'ignore_eos':true,"
                                        + "'min_tokens':3,'max_tokens':4"));
        assertEquals(0.5, sampling.getTemperature());
        assertEquals(0.9, sampling.getTopP());
        assertEquals(5, sampling.getTopK());
        assertEquals(0.1, sampling.getMinP());
        assertEquals(7, sampling.getSeed());
        assertEquals(1, sampling.getPresencePenalty());
        assertEquals(-1, sampling.getFrequencyPenalty());
        assertEquals(1.1, sampling.getRepetitionPenalty());
        assertEquals(1f, sampling.getLogitBiasOrThrow(5));
        assertTrue(sampling.getIgnoreStopIds());
        assertEquals(3, sampling.getMinNewTokens());
    }

    @Test
    void everyChoiceIsARequestWithTheWholeChat() {
        CompletionCall call = chat.chatWith("'n':2,'stop':['#']");
        List<GenerationRequest> requests = call.plan().requests();
        assertEquals(List.of(0, 1), requests.stream().map(r -> r.getChoice()).toList());
        assertTrue(requests.stream().allMatch(r -> r.getChat().getMessagesCount() == 1));
        assertEquals(List.of("#"), call.plan().detokenizing().stopStrings());
    }

    @Test
    void anAnswerThatIsBegunGoesOn() {
        String messages =
                "{'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y'}],";
        var call = chat.chat(messages + "'continue_final_message':true,'add_special_tokens':true}");
        GenerationRequest request = call.plan().requests().getFirst();

        assertTrue(request.getChat().getContinueFinalMessage());
        assertTrue(request.getChat().getAddSpecialTokens());
        assertFalse(
                chat.chatWith("'n':1")
                        .plan()
                        .requests()
                        .getFirst()
                        .getChat()
                        .getContinueFinalMessage());
    }

    @Test
    void aChatIsCutWhenItIsIds() {
        GenerationRequest request =
                chat.chatWith("'truncate_prompt_tokens':4,'truncation_side':'right'")
                        .plan()
                        .requests()
                        .getFirst();

        assertEquals(4, request.getTruncation().getMost());
        assertTrue(request.getTruncation().getKeepsBeginning());
    }

    @Test
    void logprobsAreATruthValueWithACountBeside() {
        SamplingParameters five =
                Checked.sampling(chat.chatWith("'logprobs':true,'top_logprobs':5"));
        assertEquals(5, five.getLogprobs());
        CompletionOptions options = chat.chatWith("'logprobs':true").options();
        assertTrue(options.showsLogprobs());
        assertEquals(0, options.logprobs().alternatives());
        assertFalse(chat.chatWith("'logprobs':false,'top_logprobs':0").options().showsLogprobs());
    }

    @Test
    void answersLookAsAsked() {
        String fields =
                "'stream':true,'stream_options':{'include_usage':true,'continuous_usage_stats':true},"
                        + "'logprobs':true,'top_logprobs':2,'return_token_ids':true,'return_tokens_as_token_ids':true";
        var two = new LogprobsOptions(true, 2, OptionalInt.empty(), true);
        CompletionOptions all = new CompletionOptions(true, true, true, false, two, true);
        assertEquals(all, chat.chatWith(fields).options());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'logprobs':3|logprobs|'logprobs' must be true or false, but it is 3.",
                "'logprobs':true,'top_logprobs':21|top_logprobs|'top_logprobs' must be an integer from 0 to 20, but it is 21.",
                "'logprobs':true,'top_logprobs':-1|top_logprobs|'top_logprobs' must be an integer from 0 to 20, but it is -1.",
                "'top_logprobs':1|top_logprobs|'top_logprobs' goes with 'logprobs': true only.",
                "'max_tokens':0|max_tokens|'max_tokens' must be an integer from 1 to 2147483647, but it is 0.",
                "'max_completion_tokens':-1|max_completion_tokens|'max_completion_tokens' must be an integer from 1 to 2147483647, but it is -1.",
                "'max_tokens':2,'min_tokens':3|min_tokens|'min_tokens' must be at most 'max_tokens' (2), but it is 3.",
                "'stream_options':{'include_usage':null}|stream_options|'stream_options' must be an object, and goes with 'stream': true only, but it is an object.",
                "'temperature':3|temperature|'temperature' must be a number from 0 to 2, but it is 3.",
                "'add_generation_prompt':true,'continue_final_message':true|continue_final_message|'continue_final_message' and 'add_generation_prompt' cannot both be true.",
                "'add_generation_prompt':1|add_generation_prompt|'add_generation_prompt' must be true or false, but it is 1.",
            })
    void isRefused(String fields, String param, String message) {
        Refusal refusal = chat.chatRefusalWith(fields);
        assertEquals(message, refusal.message());
        assertEquals(param, refusal.param());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tools':[{}]",
                "'tool_choice':'auto'",
                "'functions':[{}]",
                "'function_call':'auto'",
                "'response_format':{'type':'json_object'}",
                "'response_format':{'type':'json_schema','json_schema':{}}",
                "'structured_outputs':{'choice':['a']}",
                "'grammar':'root ::= x'",
                "'json_schema':{}",
                "'guided_json':{}",
                "'prompt_token_ids':[1]",
                "'chat_template':'{{ messages }}'",
                "'chat_template_kwargs':{'a':1}",
                "'documents':[{}]",
                "'parse_special':true",
                "'modalities':['text','audio']",
                "'audio':{}",
                "'web_search_options':{}",
            })
    void whatCannotBeHonouredIsRefused(String field) {
        Refusal refusal = chat.chatRefusalWith(field);
        String name = field.substring(1, field.indexOf('\'', 1));
        assertEquals(name, refusal.param());
        assertEquals("'%s' is not supported with this value.".formatted(name), refusal.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'response_format':{'type':'text'}",
                "'tools':[],'tool_choice':'none','functions':[],'function_call':'none'",
                "'echo':true,'add_special_tokens':false,'parse_special':false",
                "'add_generation_prompt':true",
                "'add_generation_prompt':false,'continue_final_message':false",
                "'chat_template':null,'chat_template_kwargs':{},'documents':[]",
                "'modalities':['text']",
                "'user':'me','store':false,'metadata':{},'service_tier':'auto'",
                "'parallel_tool_calls':true",
            })
    void whatChangesNothingIsIgnored(String fields) {
        assertEquals(1, chat.chatWith(fields).prompts().size());
    }

    @Test
    void whereNoModelHasATemplateThatIsSaid() {
        Checked one = new Checked(Cards.served(Cards.infilling("base")));
        assertEquals(
                "The model 'base' has no chat template, so it only completes; the Instruct models have one. None is served now.",
                one.chatRefusalWith("'n':1").message());
    }

    @Test
    void aModelWithoutATemplateIsRefusedWithThoseThatHaveOne() {
        Checked two = new Checked(Cards.served(Cards.infilling("base"), Cards.chatting("chat")));
        Refusal refusal =
                two.chatRefusal("{'model':'base','messages':[{'role':'user','content':'x'}]}");
        assertEquals(RefusalCode.INVALID_REQUEST, refusal.code());
        assertEquals("model", refusal.param());
        assertEquals(
                "The model 'base' has no chat template, so it only completes; the Instruct models have one. Served now: chat.",
                refusal.message());
    }

    @Test
    void aModelWithATemplateCompletesToo() {
        assertEquals("chat", chat.call("{'prompt':'x'}").model().name());
    }

    @Test
    void theSeedIsNamedEvenWhereTheMessagesAreBadToo() {
        Refusal refusal = chat.chatRefusal("{'messages':[{'role':7}],'seed':9223372036854775808}");
        assertEquals("seed", refusal.param());
    }

    @Test
    void copiesOfALongChatAreLimited() {
        Limits small = new Limits(1_000, 10, 10_000, 128, 64, 256, 20);
        Checked checked = new Checked(Cards.served(Cards.chatting("chat")), small);
        String body = "{'messages':[{'role':'user','content':'" + "x".repeat(1_000) + "'}],'n':5}";
        assertEquals(
                "The prompts times 'n' have 5000 characters or ids; at most 4000 are allowed.",
                checked.chatRefusal(body).message());
    }
}
