package llamaline.gateway.http.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llamaline.gateway.DemoTokenizer;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.models.Cards;
import llamaline.gateway.validation.Checked;
import llamaline.v1.FinishReason;
import llamaline.v1.TokenLogprobs;
import llamaline.v1.TopLogprob;
import org.junit.jupiter.api.Test;

/** Chat answers as they go out, to the letter. */
class ChatResponseTest {
    private static final List<Integer> PROMPT =
            Arrays.stream(DemoTokenizer.prompt("x")).boxed().toList();
    private static final int A = DemoTokenizer.continuation("a")[0];
    private static final int B = DemoTokenizer.continuation("b")[0];

    private static final String HEAD =
            "{'id':'chatcmpl-1','object':'chat.completion%s','created':17,'model':'chat','system_fingerprint':'fp_llamaline0123456789ab',";
    private static final String WHOLE = HEAD.formatted("");
    private static final String CHUNK = HEAD.formatted(".chunk");
    private static final String ROLE =
            "'choices':[{'index':0,'delta':{'role':'assistant','content':null},'logprobs':null,'finish_reason':null,'stop_reason':null}]";

    @Test
    void aWholeAnswer() {
        ResponseFixture answer = answer("'max_tokens':2");
        answer.accept(encoded(0));
        answer.accept(List.of(new CallEvent.Cached(0, 1), delta(0, token(A, " a"), token(B, "b"))));
        answer.accept(List.of(ended(0, FinishReason.LENGTH)));

        assertTrue(answer.isEnded());
        assertEquals(
                json(
                        WHOLE
                                + "'prompt_logprobs':null,'prompt_token_ids':null,"
                                + "'choices':[{'index':0,'message':{'role':'assistant','content':' ab','refusal':null},"
                                + "'logprobs':null,'finish_reason':'length','stop_reason':null,'token_ids':null}],"
                                + "'usage':{'prompt_tokens':2,'completion_tokens':2,'total_tokens':4,'prompt_tokens_details':{'cached_tokens':1}}}"),
                answer.whole());
    }

    @Test
    void aWholeAnswerWithIds() {
        ResponseFixture answer = answer("'n':2,'stop':'#','return_token_ids':true");
        for (int choice = 0; choice < 2; choice++) {
            answer.accept(encoded(choice));
            answer.accept(List.of(delta(choice, token(A, "a"))));
        }
        answer.accept(List.of(new CallEvent.Ended(0, "", FinishReason.STOP, "#")));
        answer.accept(List.of(ended(1, FinishReason.STOP)));

        String whole = answer.whole();
        assertTrue(whole.contains(json("'prompt_token_ids':" + compact(PROMPT) + ",")), whole);
        assertTrue(
                whole.contains(
                        json(
                                "'finish_reason':'stop','stop_reason':'#','token_ids':["
                                        + A
                                        + "]},{'index':1,")),
                whole);
        assertTrue(
                whole.contains(json("'usage':{'prompt_tokens':2,'completion_tokens':2,")), whole);
    }

    @Test
    void aStreamIsTheRoleThenContentsThenTheEnd() {
        ResponseFixture answer = answer("'stream':true");
        answer.accept(encoded(0));
        assertEquals(List.of(json(CHUNK + ROLE + "}")), chunks(answer));

        answer.accept(List.of(delta(0, token(A, ""))));
        assertEquals(List.of(json(content(""))), chunks(answer));

        answer.accept(List.of(delta(0, token(B, " ab")), ended(0, FinishReason.STOP)));
        assertEquals(List.of(json(content(" ab")), json(end("stop"))), chunks(answer));
        assertTrue(answer.isEnded());
    }

    @Test
    void anAnswerThatGoesOnBeginsWithItsEcho() {
        for (boolean echoes : List.of(true, false)) {
            ResponseFixture answer = answerTo("'echo':" + echoes);
            answer.accept(encoded(0));
            answer.accept(List.of(delta(0, token(A, " a")), ended(0, FinishReason.LENGTH)));
            String text = echoes ? "An apple a" : " a";
            String whole = answer.whole();
            assertTrue(whole.contains(json("'content':'" + text + "'")), whole);
        }
    }

    @Test
    void theEchoIsAPartOfItsOwnInAStream() {
        ResponseFixture answer = answerTo("'echo':true,'stream':true");
        answer.accept(encoded(0));
        answer.accept(List.of(delta(0, token(A, " a")), ended(0, FinishReason.LENGTH)));
        assertEquals(
                List.of(
                        json(CHUNK + ROLE + "}"),
                        json(content("An apple")),
                        json(content(" a")),
                        json(end("length"))),
                chunks(answer));
    }

    @Test
    void thePromptsLogprobsStandBesideTheChoices() {
        ResponseFixture answer = answer("'prompt_logprobs':0");
        answer.accept(encoded(0));
        int x = PROMPT.get(1);
        answer.accept(
                List.of(
                        new CallEvent.PromptLogprobs(
                                0, List.of(scores(x, -1f).toBuilder().setRank(2).build())),
                        delta(0, token(A, "a")),
                        ended(0, FinishReason.LENGTH)));
        String whole = answer.whole();
        String scored = "[null,{'%d':{'logprob':-1.0,'rank':2,".formatted(x);
        assertTrue(whole.contains(json("'prompt_logprobs':" + scored)), whole);
    }

    @Test
    void whatComesAtOnceIsThreePartsAllTheSame() {
        ResponseFixture answer = answer("'stream':true");
        answer.accept(encoded(0));
        answer.accept(List.of(delta(0, token(A, "a")), ended(0, FinishReason.LENGTH)));
        assertEquals(
                List.of(json(CHUNK + ROLE + "}"), json(content("a")), json(end("length"))),
                chunks(answer));
    }

    @Test
    void anAnswerWithoutTokensHasNoContent() {
        ResponseFixture answer = answer("'stream':true");
        answer.accept(encoded(0));
        answer.accept(List.of(ended(0, FinishReason.LENGTH)));
        assertEquals(List.of(json(CHUNK + ROLE + "}"), json(end("length"))), chunks(answer));
    }

    @Test
    void whatWasHeldBackIsContentBeforeTheEnd() {
        ResponseFixture answer = answer("'stream':true,'stop':'b#'");
        answer.accept(encoded(0));
        answer.accept(List.of(delta(0, token(A, "a"), token(B, ""))));
        chunks(answer);
        answer.accept(List.of(new CallEvent.Ended(0, "b", FinishReason.LENGTH, null)));
        assertEquals(List.of(json(content("b")), json(end("length"))), chunks(answer));
    }

    @Test
    void countsGrowFromZero() {
        ResponseFixture answer =
                answer(
                        "'stream':true,'stream_options':{'include_usage':true,'continuous_usage_stats':true}");
        answer.accept(encoded(0));
        answer.accept(List.of(delta(0, token(A, "a")), ended(0, FinishReason.LENGTH)));
        List<String> chunks = chunks(answer);
        for (int i = 0; i < 2; i++) {
            String count = json("'usage':{'prompt_tokens':2,'completion_tokens':" + i + ",");
            assertTrue(chunks.get(i).contains(count), chunks.get(i));
        }
        assertEquals(
                json(
                        CHUNK
                                + "'choices':[],'usage':{'prompt_tokens':2,'completion_tokens':1,'total_tokens':3,'prompt_tokens_details':{'cached_tokens':0}}}"),
                answer.usageChunk());
    }

    @Test
    void usageIsNullBeforeItsOwnChunk() {
        ResponseFixture answer = answer("'stream':true,'stream_options':{'include_usage':true}");
        answer.accept(encoded(0));
        answer.accept(List.of(delta(0, token(A, "a")), ended(0, FinishReason.LENGTH)));
        chunks(answer).forEach(chunk -> assertTrue(chunk.endsWith(json(",'usage':null}")), chunk));
    }

    @Test
    void idsAreWithTheirTokensAndThePromptsInTheFirstChunk() {
        ResponseFixture answer = answer("'stream':true,'return_token_ids':true");
        answer.accept(encoded(0));
        answer.accept(
                List.of(delta(0, token(A, "a"), token(B, "b")), ended(0, FinishReason.LENGTH)));
        List<String> chunks = chunks(answer);
        assertEquals(
                json(CHUNK + "'prompt_token_ids':" + compact(PROMPT) + "," + ROLE + "}"),
                chunks.get(0));
        assertTrue(
                chunks.get(1).endsWith(json("'token_ids':[" + A + "," + B + "]}]}")),
                chunks.get(1));
        assertFalse(chunks.get(2).contains("token_ids"), chunks.get(2));
    }

    @Test
    void logprobsAreAnObjectForEachToken() {
        ResponseFixture answer = answer("'logprobs':true,'top_logprobs':2");
        answer.accept(encoded(0));
        TokenLogprobs scores = scores(A, -0.5f, top(B, -0.25f), top(A, -0.5f), top(5, -7f));
        answer.accept(
                List.of(
                        delta(0, new GeneratedToken(A, "a", scores)),
                        ended(0, FinishReason.LENGTH)));
        String whole = answer.whole();
        assertTrue(
                whole.contains(
                        json(
                                "'logprobs':{'content':[{'token':'a','logprob':-0.5,'bytes':[97],'top_logprobs':["
                                        + "{'token':'b','logprob':-0.25,'bytes':[98]},{'token':'a','logprob':-0.5,'bytes':[97]}]}],'refusal':null}")),
                whole);
    }

    @Test
    void withoutAlternativesTheirListsAreEmptyAndBytesAreTheTokensOwn() {
        ResponseFixture answer = answer("'logprobs':true");
        int[] bytes = DemoTokenizer.continuation("日");
        int eos = DemoTokenizer.eos();
        answer.accept(encoded(0));
        answer.accept(
                List.of(
                        delta(
                                0,
                                new GeneratedToken(bytes[0], "", scores(bytes[0], -1f)),
                                new GeneratedToken(eos, "", scores(eos, -2f))),
                        ended(0, FinishReason.STOP)));
        String whole = answer.whole();
        assertTrue(
                whole.contains(
                        json(
                                "{'token':'','logprob':-1.0,'bytes':[230],'top_logprobs':[]},{'token':'','logprob':-2.0,'bytes':[],'top_logprobs':[]}")),
                whole);
    }

    @Test
    void tokensAreNamedByIdWhereAsked() {
        ResponseFixture answer =
                answer("'logprobs':true,'top_logprobs':1,'return_tokens_as_token_ids':true");
        answer.accept(encoded(0));
        answer.accept(
                List.of(
                        delta(0, new GeneratedToken(A, "a", scores(A, -1f, top(B, -0.5f)))),
                        ended(0, FinishReason.LENGTH)));
        String whole = answer.whole();
        assertTrue(whole.contains(json("'token':'token_id:" + A + "'")), whole);
        assertTrue(whole.contains(json("'token':'token_id:" + B + "'")), whole);
    }

    private static List<String> chunks(ResponseFixture answer) {
        List<String> chunks = new ArrayList<>();
        ChoiceJson choice = answer.choices().getFirst();
        while (choice.hasPart()) {
            chunks.add(answer.chunk(choice));
        }
        return chunks;
    }

    private static String content(String text) {
        return CHUNK
                + "'choices':[{'index':0,'delta':{'content':'"
                + text
                + "'},'logprobs':null,'finish_reason':null,'stop_reason':null}]}";
    }

    private static String end(String reason) {
        return CHUNK
                + "'choices':[{'index':0,'delta':{},'logprobs':null,'finish_reason':'"
                + reason
                + "','stop_reason':null}]}";
    }

    private static ResponseFixture answer(String fields) {
        return new ResponseFixture(
                ResponseHead.of("chatcmpl-1", 17, Cards.chatting("chat")),
                Checked.chatting().chatWith(fields));
    }

    /** To a chat whose answer begins with "An apple". */
    private static ResponseFixture answerTo(String fields) {
        String body =
                "{'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'An apple'}],"
                        + "'continue_final_message':true,"
                        + fields
                        + "}";
        return new ResponseFixture(
                ResponseHead.of("chatcmpl-1", 17, Cards.chatting("chat")),
                Checked.chatting().chat(body));
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

    private static String compact(List<Integer> ids) {
        return ids.toString().replace(" ", "");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
