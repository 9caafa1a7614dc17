package llamaline.gateway.http.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.models.Cards;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.validation.Checked;
import llamaline.gateway.validation.CompletionCall;
import llamaline.v1.FinishReason;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as they go out, to the letter. */
class CompletionResponseTest {
    private static final List<Integer> PROMPT =
            Arrays.stream(DemoTokenizer.prompt("x")).boxed().toList();
    private static final int A = DemoTokenizer.continuation("a")[0];
    private static final int B = DemoTokenizer.continuation("b")[0];
    private static final String HEAD =
            "{'id':'cmpl-1','object':'text_completion','created':17,'model':'demo','system_fingerprint':'fp_llamaline0123456789ab',";

    @Test
    void aWholeAnswer() {
        ResponseFixture answer = answer("'max_tokens':2");
        answer.accept(encoded(0));
        answer.accept(List.of(new CallEvent.Cached(0, 1), delta(0, token(A, " a"), token(B, "b"))));
        answer.accept(List.of(ended(0, FinishReason.LENGTH)));

        assertTrue(answer.isEnded());
        assertEquals(
                json(
                        HEAD
                                + "'choices':[{'index':0,'text':' ab','logprobs':null,'finish_reason':'length','stop_reason':null,"
                                + "'prompt_logprobs':null,'token_ids':null,'prompt_token_ids':null}],"
                                + "'usage':{'prompt_tokens':2,'completion_tokens':2,'total_tokens':4,'prompt_tokens_details':{'cached_tokens':1}}}"),
                answer.whole());
    }

    @Test
    void aPromptCountsOnceHoweverManyChoicesItHas() {
        ResponseFixture answer = answer("'n':2,'stop':'#'");
        for (int choice = 0; choice < 2; choice++) {
            answer.accept(encoded(choice));
            answer.accept(List.of(delta(choice, token(A, "a"))));
        }
        answer.accept(List.of(new CallEvent.Ended(0, "", FinishReason.STOP, "#")));
        assertFalse(answer.isEnded());
        answer.accept(List.of(ended(1, FinishReason.STOP)));

        String whole = answer.whole();
        assertTrue(
                whole.contains(json("'usage':{'prompt_tokens':2,'completion_tokens':2,")), whole);
        assertTrue(whole.contains(json("'finish_reason':'stop','stop_reason':'#'")), whole);
        assertTrue(whole.contains(json("'index':1")), whole);
    }

    @Test
    void chunksCarryEachTokenOnceAndUsageWhereAsked() {
        ResponseFixture answer = answer("'stream':true,'stream_options':{'include_usage':true}");
        ChoiceJson choice = answer.choices().getFirst();
        answer.accept(encoded(0));
        assertFalse(choice.hasPart());

        answer.accept(List.of(delta(0, token(A, ""))));
        assertTrue(choice.hasPart());
        assertEquals(
                json(
                        HEAD
                                + "'choices':[{'index':0,'text':'','logprobs':null,'finish_reason':null,'stop_reason':null}],'usage':null}"),
                answer.chunk(choice));
        assertFalse(choice.hasPart());
        answer.accept(List.of(delta(0, token(B, "ab")), ended(0, FinishReason.STOP)));
        assertEquals(
                json(
                        HEAD
                                + "'choices':[{'index':0,'text':'ab','logprobs':null,'finish_reason':'stop','stop_reason':null}],'usage':null}"),
                answer.chunk(choice));
        assertFalse(choice.hasPart());
        assertEquals(
                json(
                        HEAD
                                + "'choices':[],'usage':{'prompt_tokens':2,'completion_tokens':2,'total_tokens':4,'prompt_tokens_details':{'cached_tokens':0}}}"),
                answer.usageChunk());
    }

    @Test
    void countsGrowAlongWhereAsked() {
        ResponseFixture answer =
                answer(
                        "'stream':true,'stream_options':{'include_usage':true,'continuous_usage_stats':true}");
        answer.accept(encoded(0));
        answer.accept(List.of(delta(0, token(A, "a"))));
        String chunk = answer.chunk(answer.choices().getFirst());
        assertTrue(
                chunk.contains(json("'usage':{'prompt_tokens':2,'completion_tokens':1,")), chunk);
    }

    @Test
    void idsAreInTheChunkOfTheirTokenAndThePromptsInTheFirst() {
        ResponseFixture answer = answer("'stream':true,'return_token_ids':true");
        ChoiceJson choice = answer.choices().getFirst();
        answer.accept(encoded(0));
        answer.accept(List.of(delta(0, token(A, "a"))));
        String first = answer.chunk(choice);
        answer.accept(List.of(delta(0, token(B, "b")), ended(0, FinishReason.LENGTH)));
        String second = answer.chunk(choice);

        assertTrue(
                first.contains(
                        json("'token_ids':[" + A + "],'prompt_token_ids':" + PROMPT)
                                .replace(" ", "")),
                first);
        assertTrue(second.endsWith(json("'stop_reason':null,'token_ids':[" + B + "]}]}")), second);
    }

    @Test
    void logprobsHaveFourListsOfOneLength() {
        ResponseFixture answer = answer("'logprobs':1");
        answer.accept(encoded(0));
        GeneratedToken chosen =
                new GeneratedToken(A, "a", scores(A, -0.5f, top(B, -0.25f), top(A, -0.5f)));
        answer.accept(List.of(delta(0, chosen), ended(0, FinishReason.LENGTH)));

        String whole = answer.whole();
        assertTrue(
                whole.contains(
                        json(
                                "'logprobs':{'tokens':['a'],'token_logprobs':[-0.5],'top_logprobs':[{'a':-0.5,'b':-0.25}],'text_offset':[0]}")),
                whole);
    }

    @Test
    void echoPutsThePromptInFrontWithItsLogprobs() {
        ResponseFixture answer = answer("'logprobs':0,'echo':true");
        ChoiceJson choice = answer.choices().getFirst();
        answer.accept(encoded(0));
        assertFalse(choice.hasPart(), "the prompt is not scored yet");
        int x = PROMPT.get(1);
        answer.accept(
                List.of(
                        new CallEvent.PromptLogprobs(0, List.of(scores(x, -1f))),
                        delta(0, new GeneratedToken(A, "a", scores(A, -2f))),
                        ended(0, FinishReason.LENGTH)));

        String whole = answer.whole();
        assertTrue(whole.contains(json("'text':'xa'")), whole);
        assertTrue(
                whole.contains(
                        json(
                                "'tokens':['','x','a'],'token_logprobs':[null,-1.0,-2.0],'top_logprobs':[null,{'x':-1.0},{'a':-2.0}],'text_offset':[0,0,1]")),
                whole);
    }

    @Test
    void thePromptsLogprobsAreNamedByIdWithTheirRanks() {
        ResponseFixture answer = answer("'prompt_logprobs':1");
        answer.accept(encoded(0));
        int x = PROMPT.get(1);
        TokenLogprobs scored = scores(x, -1f, top(A, -0.5f), top(B, -0.75f));
        answer.accept(
                List.of(
                        new CallEvent.PromptLogprobs(
                                0, List.of(scored.toBuilder().setRank(7).build())),
                        delta(0, token(A, "a")),
                        ended(0, FinishReason.LENGTH)));

        String first = "{'%d':{'logprob':-1.0,'rank':7,'decoded_token':' x'}".formatted(x);
        String second = "'%d':{'logprob':-0.5,'rank':1,'decoded_token':'a'}}".formatted(A);
        String whole = answer.whole();
        assertTrue(
                whole.contains(json("'prompt_logprobs':[null," + first + "," + second + "]")),
                whole);
        assertTrue(whole.contains(json("'logprobs':null")), whole);
    }

    @Test
    void theCallersStopIdIsTheReason() {
        ResponseFixture answer = answer("'stop_token_ids':[" + A + "]");
        answer.accept(encoded(0));
        answer.accept(
                List.of(
                        delta(0, token(A, "")),
                        new CallEvent.Ended(0, "", FinishReason.STOP, null, A)));
        String whole = answer.whole();
        assertTrue(whole.contains(json("'finish_reason':'stop','stop_reason':" + A)), whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'truncate_prompt_tokens':2,'logprobs':0|` x xa`|'tokens':[' x',' x','a']",
                "'truncate_prompt_tokens':2|` x xa`|'logprobs':null",
                "'truncate_prompt_tokens':2,'truncation_side':'right','logprobs':0|`xa`|'tokens':['','x','a']",
                "'truncate_prompt_tokens':4,'logprobs':0|`x x xa`|'tokens':['','x',' x',' x','a']",
                "'truncate_prompt_tokens':3,'logprobs':0|`x x xa`|'tokens':['x',' x',' x','a']",
                "'truncate_prompt_tokens':5,'logprobs':0|`x x xa`|'tokens':['','x',' x',' x','a']",
            })
    void anEchoIsOfWhatStayed(String fields, String text, String tokens) {
        String body = "{'prompt':'x x x','echo':true," + fields + "}";
        CompletionCall call = Checked.demo().call(body);
        ResponseFixture answer = new ResponseFixture(head(), call);
        List<Integer> all = Arrays.stream(DemoTokenizer.prompt("x x x")).boxed().toList();
        var kept = call.plan().requests().getFirst().getTruncation();
        int most = Math.min(kept.getMost(), all.size());
        int from = kept.getKeepsBeginning() ? 0 : all.size() - most;
        List<Integer> ids = all.subList(from, from + most);
        List<TokenLogprobs> scored =
                ids.subList(1, ids.size()).stream().map(id -> scores(id, -1f)).toList();
        answer.accept(
                List.of(
                        new CallEvent.Encoded(0, ids),
                        new CallEvent.PromptLogprobs(0, scored),
                        delta(0, new GeneratedToken(A, "a", scores(A, -2f))),
                        ended(0, FinishReason.LENGTH)));

        String whole = answer.whole();
        assertTrue(whole.contains(json("'text':'" + text + "'")), whole);
        assertTrue(whole.contains(json(tokens)), whole);
    }

    @Test
    void anEchoOfIdsSpellsItsSpecialTokens() {
        ResponseFixture answer =
                new ResponseFixture(
                        head(), Checked.demo().call("{'prompt':[0,0],'logprobs':0,'echo':true}"));
        answer.accept(
                List.of(
                        new CallEvent.Encoded(0, List.of(0, 0)),
                        new CallEvent.PromptLogprobs(0, List.of(scores(0, -1f))),
                        delta(0, new GeneratedToken(A, "a", scores(A, -2f))),
                        ended(0, FinishReason.LENGTH)));

        String whole = answer.whole();
        assertTrue(whole.contains(json("'text':'<unk><unk>a'")), whole);
        assertTrue(whole.contains(json("'tokens':['<unk>','<unk>','a']")), whole);
        assertTrue(whole.contains(json("'text_offset':[0,5,10]")), whole);
    }

    @Test
    void whatIsHeldBackStandsAtTheEnd() {
        ResponseFixture answer = answer("'stop':'b#'");
        answer.accept(encoded(0));
        answer.accept(
                List.of(
                        delta(0, token(A, "a"), token(B, "")),
                        new CallEvent.Ended(0, "b", FinishReason.LENGTH, null)));
        assertTrue(answer.whole().contains(json("'text':'ab'")), answer.whole());
    }

    @Test
    void anAnswerThatNobodyReadsIsBounded() {
        Limits small = new Limits(10, 10, 10_000, 1, 1, 1, 0);
        OpenCalls calls = new OpenCalls(small);
        ResponseFixture answer = new ResponseFixture(head(), call("'stream':true"), calls);
        answer.accept(encoded(0));
        for (int i = 0; i < 1_000 && answer.refusal() == null; i++) {
            answer.accept(List.of(delta(0, token(A, "a"))));
        }
        var refusal = answer.refusal();
        assertTrue(refusal != null && refusal.code() == RefusalCode.OVERLOADED);
    }

    @Test
    void writtenOutputTakesNoMemory() {
        OpenCalls calls = new OpenCalls(new Limits(10, 10, 10_000, 1, 1, 1, 0));
        ResponseFixture answer = new ResponseFixture(head(), call("'stream':true"), calls);
        answer.accept(encoded(0));
        for (int i = 0; i < 1_000; i++) {
            answer.accept(List.of(delta(0, token(A, "a"))));
            answer.chunk(answer.choices().getFirst());
        }
        assertNull(answer.refusal());
    }

    private static ResponseFixture answer(String fields) {
        return new ResponseFixture(head(), call(fields));
    }

    private static CompletionCall call(String fields) {
        return Checked.demo().with(fields);
    }

    private static ResponseHead head() {
        return ResponseHead.of("cmpl-1", 17, Cards.infilling("demo"));
    }

    private static List<CallEvent> encoded(int choice) {
        return List.of(new CallEvent.Encoded(choice, PROMPT));
    }

    private static CallEvent delta(int choice, GeneratedToken... tokens) {
        return new CallEvent.Delta(choice, List.of(tokens));
    }

    private static CallEvent ended(int choice, FinishReason reason) {
        return new CallEvent.Ended(choice, "", reason, null);
    }

    private static GeneratedToken token(int id, String text) {
        return new GeneratedToken(id, text, null);
    }

    private static TokenLogprobs scores(int id, float logprob, TopLogprob... top) {
        return TokenLogprobs.newBuilder()
                .setId(id)
                .setLogprob(logprob)
                .addAllTop(List.of(top))
                .build();
    }

    private static TopLogprob top(int id, float logprob) {
        return TopLogprob.newBuilder().setId(id).setLogprob(logprob).build();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
