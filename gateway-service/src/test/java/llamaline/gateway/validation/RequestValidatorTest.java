package llamaline.gateway.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.models.Cards;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.text.DetokenizerOptions;
import llamaline.v1.GenerationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call as a whole: model, choices, stop strings and how the answer looks. */
class RequestValidatorTest {
    private final Checked demo = Checked.demo();

    @Test
    void aPromptAloneMeansOneChoiceNotStreamed() {
        CompletionCall call = demo.call("{'prompt':'x'}");

        assertEquals("demo", call.model().name());
        assertEquals(1, call.n());
        assertEquals(DetokenizerOptions.endingAt(List.of()), call.rules());
        CompletionOptions plain =
                new CompletionOptions(false, false, false, false, LogprobsOptions.NONE, false);
        assertEquals(plain, call.options());
    }

    @Test
    void planHasARequestForEachPromptAndChoice() {
        CompletionCall call = demo.call("{'prompt':['a','b'],'n':2,'seed':7,'stop':'#'}");

        List<GenerationRequest> requests = call.plan().requests();
        assertEquals(List.of(0, 1, 2, 3), requests.stream().map(r -> r.getChoice()).toList());
        assertEquals(
                List.of("a", "a", "b", "b"),
                requests.stream().map(r -> r.getCompletion().getText()).toList());
        assertTrue(requests.stream().allMatch(r -> r.getSampling().getSeed() == 7));
        assertEquals(List.of("#"), call.plan().detokenizing().stopStrings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|a list",
                "'x'|a string",
                "3|3",
                "null|null",
                "true|true",
            })
    void aBodyThatIsNoObjectIsRefused(String body, String named) {
        Refusal refusal = demo.refusal(body);
        assertEquals("The body must be a JSON object, but it is " + named + ".", refusal.message());
        assertNull(refusal.param());
    }

    @Test
    void anUnknownModelIsNotFound() {
        Refusal refusal = demo.refusal("{'model':'gpt','prompt':'x'}");
        assertEquals(RefusalCode.MODEL_NOT_FOUND, refusal.code());
        assertEquals("The model 'gpt' does not exist; served now: demo.", refusal.message());
        assertEquals("model", refusal.param());
    }

    @Test
    void aModelThatIsNullIsTheOnlyOne() {
        assertEquals("demo", demo.with("'model':null").model().name());
    }

    @Test
    void withoutAModelSeveralAreTooMany() {
        Checked two = new Checked(Cards.served(Cards.infilling("b"), Cards.plain("a")));
        Refusal refusal = two.refusal("{'prompt':'x'}");
        assertEquals(RefusalCode.INVALID_REQUEST, refusal.code());
        assertEquals("'model' is required where more than one is served: a, b.", refusal.message());
    }

    @Test
    void aModelWithoutAWorkerIsUnavailable() {
        ModelRegistry models = new ModelRegistry(Cards.WORKER_TIMEOUT, () -> 0L);
        models.announce(Cards.infilling("demo"));
        Refusal refusal = new Checked(models).refusal("{'model':'demo','prompt':'x'}");
        assertEquals(RefusalCode.UNAVAILABLE, refusal.code());
        assertEquals("No worker serves the model 'demo' now; try again later.", refusal.message());
        assertEquals(
                "No model is served now; try again later.",
                new Checked(models).refusal("{'prompt':'x'}").message());
    }

    @Test
    void choicesAreLimited() {
        assertEquals(128, demo.with("'n':128").n());
        assertEquals(
                "'n' must be an integer from 1 to 128, but it is 129.",
                demo.refusalWith("'n':129").message());
        assertEquals(
                "'n' must be an integer from 1 to 128, but it is 0.",
                demo.refusalWith("'n':0").message());
        assertEquals(
                "'prompt' has 3 prompts; prompts times n may be at most the gateway's limit, which leaves 2 here.",
                demo.refusal("{'prompt':['a','b','c'],'n':60}").message());
    }

    @Test
    void bestOfMustBeN() {
        assertEquals(2, demo.with("'n':2,'best_of':2").n());
        Refusal refusal = demo.refusalWith("'n':2,'best_of':3");
        assertEquals(
                "'best_of' is supported only where it equals 'n' (2), but it is 3.",
                refusal.message());
        assertEquals("best_of", refusal.param());
    }

    @Test
    void stopIsAStringOrAList() {
        assertEquals(List.of("#"), demo.with("'stop':'#'").rules().stopStrings());
        assertEquals(List.of("a", "b"), demo.with("'stop':['a','b']").rules().stopStrings());
        assertEquals(List.of(), demo.with("'stop':null").rules().stopStrings());
        assertEquals(List.of(), demo.with("'stop':[]").rules().stopStrings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|'stop' must be a string or a list of strings, but it is 3.",
                "['a',null]|'stop' must be a string or a list of strings, but it is null.",
                "''|A string of 'stop' has 0 characters; 1 to 256 are allowed.",
                "'\\ud800'|'stop' holds half a surrogate pair; text is Unicode.",
            },
            quoteCharacter = '`')
    void otherStopsAreRefused(String stop, String message) {
        Refusal refusal = demo.refusalWith("'stop':" + stop);
        assertEquals(message, refusal.message());
        assertEquals("stop", refusal.param());
    }

    @Test
    void stopStringsAreLimitedInCountAndLength() {
        String many = "'#',".repeat(64);
        assertEquals(
                64,
                demo.with("'stop':[" + many.substring(0, 255) + "]").rules().stopStrings().size());
        assertEquals(
                "'stop' has 65 strings; at most 64 are allowed.",
                demo.refusalWith("'stop':[" + many + "'#']").message());
        String longest = "'stop':'" + "x".repeat(256);
        assertEquals(1, demo.with(longest + "'").rules().stopStrings().size());
        assertEquals(
                "A string of 'stop' has 257 characters; 1 to 256 are allowed.",
                demo.refusalWith(longest + "x'").message());
    }

    @Test
    void answersLookAsAsked() {
        String fields =
                "'stream':true,'stream_options':{'include_usage':true,'continuous_usage_stats':true},"
                        + "'echo':true,'logprobs':3,'return_token_ids':true,'return_tokens_as_token_ids':true";
        var three = new LogprobsOptions(true, 3, OptionalInt.empty(), true);
        CompletionOptions all = new CompletionOptions(true, true, true, true, three, true);
        assertEquals(all, demo.with(fields).options());
        assertFalse(demo.with("'stream':true,'stream_options':{}").options().includesUsage());
        assertFalse(demo.with("'stream_options':null").options().includesUsage());
        String alone = "'stream':true,'stream_options':{'continuous_usage_stats':true}";
        assertFalse(demo.with(alone).options().countsAlong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'stream_options':{}",
                "'stream_options':{'include_usage':null}",
                "'stream':false,'stream_options':{'include_usage':true}",
                "'stream':true,'stream_options':3",
            })
    void streamOptionsGoWithStreamOnly(String fields) {
        Refusal refusal = demo.refusalWith(fields);
        assertEquals("stream_options", refusal.param());
        assertTrue(
                refusal.message().startsWith("'stream_options' must be an object, and goes with"),
                refusal.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "echo", "return_token_ids", "parse_special", "ignore_eos"})
    void aTruthValueIsNotCoerced(String field) {
        Refusal refusal = demo.refusalWith("'" + field + "':'true'");
        assertEquals(
                "'%s' must be true or false, but it is a string.".formatted(field),
                refusal.message());
        assertEquals(field, refusal.param());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'response_format':{'type':'json_object'}",
                "'structured_outputs':{'json':{}}",
                "'grammar':'root ::= x'",
                "'guided_json':{}",
                "'tools':[{}]",
                "'tool_choice':'auto'",
                "'allowed_token_ids':[2]",
                "'bad_words':['x']",
                "'use_beam_search':true",
                "'num_beams':4",
            })
    void whatCannotBeHonouredIsRefused(String field) {
        Refusal refusal = demo.refusalWith(field);
        String name = field.substring(1, field.indexOf('\'', 1));
        assertEquals(name, refusal.param());
        assertEquals("'%s' is not supported with this value.".formatted(name), refusal.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'response_format':{'type':'text'}",
                "'grammar':null",
                "'tools':[]",
                "'tool_choice':'none'",
                "'bad_words':[]",
                "'num_beams':1",
                "'user':'me'",
                "'service_tier':'auto','store':false,'metadata':{'a':[1]}",
                "'anything':{'nested':[1,2]}",
            })
    void whatChangesNothingIsIgnored(String field) {
        assertEquals(1, demo.with(field).prompts().size());
    }

    @Test
    void whatEndsAnAnswerMayStayInItsText() {
        DetokenizerOptions rules =
                demo.with(
                                "'stop':'#','include_stop_str_in_output':true,'skip_special_tokens':false")
                        .plan()
                        .detokenizing();

        assertEquals(new DetokenizerOptions(List.of("#"), true, false), rules);
    }

    @Test
    void copiesOfALargePromptAreLimited() {
        Limits small = new Limits(1_000, 10, 10_000, 128, 64, 256, 20);
        Checked checked = new Checked(Cards.served(Cards.infilling("demo")), small);
        String prompt = "x".repeat(1_000);
        assertEquals(4, checked.call("{'prompt':'" + prompt + "','n':4}").n());
        assertEquals(
                "The prompts times 'n' have 5000 characters or ids; at most 4000 are allowed.",
                checked.refusal("{'prompt':'" + prompt + "','n':5}").message());
    }
}
