package llamaline.gateway.validation;

import static llamaline.tokenizer.prompt.InfillLayout.PREFIX_SUFFIX_MIDDLE;
import static llamaline.tokenizer.prompt.InfillLayout.SUFFIX_PREFIX_MIDDLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llamaline.gateway.models.Cards;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.validation.CallPrompt.Ids;
import llamaline.gateway.validation.CallPrompt.Infill;
import llamaline.gateway.validation.CallPrompt.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts of every kind, and infilling in every way to ask for it. */
class CallPromptsTest {
    private final Checked demo = Checked.demo();

    @Test
    void textsAndIdsAloneOrInLists() {
        assertEquals(List.of(new Text("x", true, true)), prompts("'prompt':'x'"));
        assertEquals(List.of(new Text("", true, true)), prompts("'prompt':''"));
        assertEquals(
                List.of(new Text("a", true, true), new Text("b", true, true)),
                prompts("'prompt':['a','b']"));
        assertEquals(List.of(new Ids(List.of(1, 4111))), prompts("'prompt':[1,4111]"));
        assertEquals(
                List.of(new Ids(List.of(1)), new Ids(List.of(2, 3))),
                prompts("'prompt':[[1],[2,3]]"));
    }

    @Test
    void parseSpecialTravelsAndLeavesTheMarkerAlone() {
        assertEquals(
                List.of(new Text("a<FILL_ME>b<FILL_ME>", false, true)),
                prompts("'prompt':'a<FILL_ME>b<FILL_ME>','parse_special':false"));
    }

    @Test
    void aSuffixMeansInfillingAndNullDoesNot() {
        assertEquals(
                List.of(new Infill("a", "b", PREFIX_SUFFIX_MIDDLE)),
                prompts("'prompt':'a','suffix':'b'"));
        assertEquals(
                List.of(new Infill("a", "", PREFIX_SUFFIX_MIDDLE)),
                prompts("'prompt':'a','suffix':''"));
        assertEquals(
                List.of(new Infill("", "b", SUFFIX_PREFIX_MIDDLE)),
                prompts("'prompt':'','suffix':'b','suffix_first':true"));
        assertEquals(List.of(new Text("a", true, true)), prompts("'prompt':'a','suffix':null"));
        assertEquals(
                List.of(
                        new Infill("a", "c", PREFIX_SUFFIX_MIDDLE),
                        new Infill("b", "c", PREFIX_SUFFIX_MIDDLE)),
                prompts("'prompt':['a','b'],'suffix':'c'"));
    }

    @Test
    void theMarkerMeansInfillingWhereSomethingFollows() {
        assertEquals(
                List.of(new Infill("a", "b", PREFIX_SUFFIX_MIDDLE)),
                prompts("'prompt':'a<FILL_ME>b'"));
        assertEquals(
                List.of(new Infill("", "b", PREFIX_SUFFIX_MIDDLE)),
                prompts("'prompt':'<FILL_ME>b'"));
        assertEquals(List.of(new Text("a", true, true)), prompts("'prompt':'a<FILL_ME>'"));
        assertEquals(
                List.of(new Text("a", true, true), new Infill("b", "c", PREFIX_SUFFIX_MIDDLE)),
                prompts("'prompt':['a','b<FILL_ME>c']"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'prompt':'a<FILL_ME>b<FILL_ME>'|prompt|<FILL_ME> stands more than once in 'prompt'; at most one is allowed.",
                "'prompt':'a<FILL_ME>b','suffix':'c'|prompt|Give either 'suffix' or <FILL_ME>, not both.",
                "'prompt':'a','suffix':'b','echo':true|echo|'echo' and infilling do not go together.",
                "'prompt':'a<FILL_ME>b','echo':true|echo|'echo' and infilling do not go together.",
                "'prompt':[1],'suffix':'b'|suffix|'suffix' needs a prompt of text, not of token ids.",
                "'prompt':'a','suffix':3|suffix|'suffix' must be a string, but it is 3.",
                "'prompt':'a','suffix':'\\udc00'|suffix|'suffix' holds half a surrogate pair; text is Unicode.",
                "'prompt':'\\ud800x'|prompt|'prompt' holds half a surrogate pair; text is Unicode.",
                "'n':1|prompt|'prompt' is required: a string, a list of strings, a list of token ids, or a list of such lists.",
                "'prompt':null|prompt|'prompt' is required: a string, a list of strings, a list of token ids, or a list of such lists.",
                "'prompt':{}|prompt|'prompt' must be a string, a list of strings, a list of token ids, or a list of such lists, but it is an object.",
                "'prompt':[]|prompt|'prompt' must not be an empty list: a string, a list of strings, a list of token ids, or a list of such lists.",
                "'prompt':[[]]|prompt|A prompt of token ids must hold at least one.",
                "'prompt':['a',[1]]|prompt|'prompt' must be a string, a list of strings, a list of token ids, or a list of such lists, but its item 1 is a list.",
                "'prompt':[null]|prompt|'prompt' must be a string, a list of strings, a list of token ids, or a list of such lists, but its item 0 is null.",
                "'prompt':[1,'a']|prompt|'prompt' must hold token ids, but its item 1 is a string.",
                "'prompt':[1,1.5]|prompt|'prompt' must hold token ids, but its item 1 is 1.5.",
                "'prompt':[1,4112]|prompt|Token id 4112 at position 1 of 'prompt' is out of vocabulary: ids are from 0 to 4111.",
                "'prompt':[-1]|prompt|Token id -1 at position 0 of 'prompt' is out of vocabulary: ids are from 0 to 4111.",
                "'prompt':'a<FILL_ME>b','truncate_prompt_tokens':3|truncate_prompt_tokens|The layout of an infilling prompt cannot be cut; shorten prefix and suffix.",
                "'prompt':'a','suffix':'b','add_special_tokens':false|add_special_tokens|The layout of an infilling prompt begins with BOS.",
                "'prompt':[1],'truncate_prompt_tokens':0|truncate_prompt_tokens|'truncate_prompt_tokens' must be at least 1, or -1.",
                "'prompt':[1],'truncation_side':'up'|truncation_side|'truncation_side' must be 'left' or 'right'.",
            })
    void otherPromptsAreRefused(String fields, String param, String message) {
        Refusal refusal = demo.refusal("{" + fields + "}");
        assertEquals(RefusalCode.INVALID_REQUEST, refusal.code());
        assertEquals(message, refusal.message());
        assertEquals(param, refusal.param());
    }

    @Test
    void aModelThatCannotInfillSaysWhyAndWhichCan() {
        Checked plain = new Checked(Cards.served(Cards.plain("python")));
        String why =
                "The model 'python' cannot infill: it has no sentinel pieces; ask a 7B or 13B model.";
        assertEquals(why, plain.refusal("{'prompt':'a','suffix':'b'}").message());
        assertEquals("suffix", plain.refusal("{'prompt':'a','suffix':''}").param());
        assertEquals(why, plain.refusal("{'prompt':'a<FILL_ME>b'}").message());
        assertEquals(
                List.of(new Text("a", true, true)),
                plain.call("{'prompt':'a<FILL_ME>'}").prompts());
    }

    @Test
    void idsAreCutToTheWantedSide() {
        String ids = "'prompt':[1,2,3,4],'truncate_prompt_tokens':2";
        assertEquals(List.of(new Ids(List.of(3, 4))), prompts(ids));
        assertEquals(List.of(new Ids(List.of(3, 4))), prompts(ids + ",'truncation_side':'left'"));
        assertEquals(List.of(new Ids(List.of(1, 2))), prompts(ids + ",'truncation_side':'right'"));
        assertEquals(
                List.of(new Ids(List.of(1, 2, 3, 4))),
                prompts("'prompt':[1,2,3,4],'truncate_prompt_tokens':9"));
    }

    @Test
    void aTextIsCutWhenItIsIds() {
        var two = demo.with("'truncate_prompt_tokens':2,'truncation_side':'right'").plan();
        var room = demo.with("'truncate_prompt_tokens':-1,'max_tokens':56").plan();

        assertEquals(2, two.requests().getFirst().getTruncation().getMost());
        assertTrue(two.requests().getFirst().getTruncation().getKeepsBeginning());
        assertEquals(200, room.requests().getFirst().getTruncation().getMost());
        assertFalse(room.requests().getFirst().getTruncation().getKeepsBeginning());
        assertFalse(demo.with("'n':1").plan().requests().getFirst().hasTruncation());
    }

    @ParameterizedTest
    @CsvSource({"0,256", "255,1", "256,255", "2147483647,255"})
    void anAnswerThatFillsTheContextCutsOnlyWhatDoesNotFit(int maxTokens, int kept) {
        String fields = "'echo':true,'truncate_prompt_tokens':-1,'max_tokens':" + maxTokens;
        var request = demo.with(fields).plan().requests().getFirst();
        assertEquals(kept, request.getTruncation().getMost());
    }

    @Test
    void aTextGetsNoSpecialTokensWhereNoneAreWanted() {
        assertEquals(
                List.of(new Text("a", true, false)),
                prompts("'prompt':'a','add_special_tokens':false"));
    }

    @Test
    void moreIdsThanTheContextHoldsAreRefusedHere() {
        String ids =
                IntStream.range(0, Cards.CONTEXT + 1)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(","));
        Refusal refusal = demo.refusal("{'prompt':[" + ids + "]}");
        assertEquals(RefusalCode.CONTEXT_LENGTH_EXCEEDED, refusal.code());
        assertEquals("'prompt' has 257 tokens, but the model's context is 256.", refusal.message());
        assertTrue(
                demo.call("{'prompt':[" + ids + "],'truncate_prompt_tokens':256}")
                                .prompts()
                                .getFirst()
                        instanceof Ids);
    }

    private List<CallPrompt> prompts(String fields) {
        return demo.call("{" + fields + "}").prompts();
    }
}
