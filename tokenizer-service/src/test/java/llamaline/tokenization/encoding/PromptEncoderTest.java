package llamaline.tokenization.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import llamaline.modelcard.CardTokenizers;
import llamaline.tokenization.DemoCards;
import llamaline.tokenization.Requests;
import llamaline.tokenization.models.ModelTokenizer;
import llamaline.v1.ChatFormat;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.InfillOrder;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenIds;
import org.junit.jupiter.api.Test;

class PromptEncoderTest {
    private static final int CONTEXT = 32;
    private static final ModelTokenizer BASE = served(DemoCards.base("base", CONTEXT));
    private static final ModelTokenizer INST = served(DemoCards.chat("inst", ChatFormat.INST));
    private static final ModelTokenizer STEPS =
            served(DemoCards.chat("steps", ChatFormat.SOURCE_STEP));

    private static ModelTokenizer served(ModelCard card) {
        return new ModelTokenizer(card, CardTokenizers.read(card.getTokenizer()));
    }

    private static EncodingResult.Ids ids(GenerationRequest.Builder request, ModelTokenizer model) {
        EncodingResult encoding = PromptEncoder.encode(request.build(), model);
        if (encoding instanceof EncodingResult.Ids ids) {
            return ids;
        }
        throw new AssertionError(encoding.toString());
    }

    private static Failure failure(GenerationRequest.Builder request, ModelTokenizer model) {
        EncodingResult encoding = PromptEncoder.encode(request.build(), model);
        if (encoding instanceof EncodingResult.Refused(Failure failure)) {
            return failure;
        }
        throw new AssertionError(encoding.toString());
    }

    private static void assertRefused(ErrorCode code, String param, Failure failure) {
        assertEquals(code, failure.getCode(), failure.getMessage());
        assertEquals(param, failure.getParam());
    }

    private static List<Integer> repeated(int count) {
        return Collections.nCopies(count, 300);
    }

    @Test
    void aTextBeginsWithOneBeginOfSequence() {
        var encoding = ids(Requests.text("base", "def fibonacci(n):"), BASE);

        assertEquals(
                List.of(1, 446, 288, 4009, 4032, 267, 694, 1010, 4024, 4007, 300),
                encoding.prompt().getIdsList());
        assertEquals(List.of(DemoCards.EOS), encoding.stopIds());
    }

    @Test
    void anEmptyTextIsTheBeginOfSequenceAlone() {
        assertEquals(List.of(1), ids(Requests.text("base", ""), BASE).prompt().getIdsList());
    }

    @Test
    void spelledControlTokensBecomeIdsOnlyWhereThatIsAskedFor() {
        var parsed = Requests.text("base", "a</s>b");
        var plain = Requests.text("base", "a</s>b");
        plain.getCompletionBuilder().setParseSpecial(false);

        assertTrue(ids(parsed, BASE).prompt().getIdsList().contains(DemoCards.EOS));
        assertTrue(!ids(plain, BASE).prompt().getIdsList().contains(DemoCards.EOS));
    }

    @Test
    void moreTextThanAnyContextHoldsIsRefusedUnread() {
        var failure = failure(Requests.text("base", "a".repeat(7_000_000)), BASE);

        assertRefused(ErrorCode.INVALID_PROMPT, "prompt", failure);
        assertTrue(failure.getMessage().endsWith("at most 5242880 are allowed."));
    }

    @Test
    void idsAreUsedAsTheyAre() {
        List<Integer> given = List.of(1, 1, 0, 4111, 2);

        assertEquals(given, ids(Requests.ids("base", given), BASE).prompt().getIdsList());
    }

    @Test
    void infillingStopsAtTheEndOfTheMiddle() {
        for (InfillOrder order :
                List.of(InfillOrder.PREFIX_SUFFIX_MIDDLE, InfillOrder.SUFFIX_PREFIX_MIDDLE)) {
            var encoding = ids(Requests.infill("base", "a", "b", order), BASE);
            assertEquals(List.of(DemoCards.EOS, DemoCards.EOT), encoding.stopIds());
        }
    }

    @Test
    void idsThatHoldAllThreeSentinelsStopAtTheEndOfTheMiddle() {
        List<Integer> three = List.of(1, DemoCards.PRE, 300, DemoCards.SUF, 301, DemoCards.MID);
        List<Integer> two = List.of(1, DemoCards.PRE, 300, DemoCards.SUF, 301);

        assertEquals(
                List.of(DemoCards.EOS, DemoCards.EOT),
                ids(Requests.ids("base", three), BASE).stopIds());
        assertEquals(List.of(DemoCards.EOS), ids(Requests.ids("base", two), BASE).stopIds());
    }

    @Test
    void aStopIdStandsOnceThoughTheModelNamesItToo() {
        var card = DemoCards.base("twice", CONTEXT).toBuilder().addStopIds(DemoCards.EOT).build();
        var request = Requests.infill("twice", "a", "b", InfillOrder.PREFIX_SUFFIX_MIDDLE);

        assertEquals(List.of(DemoCards.EOS, DemoCards.EOT), ids(request, served(card)).stopIds());
    }

    @Test
    void stopsAtTheCallersIdsToo() {
        var request = Requests.text("base", "a");
        request.getSamplingBuilder().addStopIds(300).addStopIds(DemoCards.EOS);
        var ignoring = request.clone();
        ignoring.getSamplingBuilder().clearStopIds().addStopIds(300).setIgnoreStopIds(true);

        assertEquals(List.of(300, DemoCards.EOS), ids(request, BASE).stopIds());
        assertEquals(List.of(300), ids(ignoring, BASE).stopIds());
    }

    @Test
    void keepsAsManyIdsOfAPromptAsAreWanted() {
        var last = Requests.text("base", "def fibonacci(n):");
        last.getTruncationBuilder().setMost(3);
        var first = last.clone();
        first.getTruncationBuilder().setKeepsBeginning(true);
        var all = last.clone();
        all.getTruncationBuilder().setMost(11);

        assertEquals(List.of(4024, 4007, 300), ids(last, BASE).prompt().getIdsList());
        assertEquals(List.of(1, 446, 288), ids(first, BASE).prompt().getIdsList());
        assertEquals(11, ids(all, BASE).prompt().getIdsCount());
    }

    @Test
    void truncatesAPromptBeforeItIsFoundTooLong() {
        var request = Requests.ids("base", repeated(CONTEXT));
        request.getTruncationBuilder().setMost(CONTEXT - 1);

        assertEquals(CONTEXT - 1, ids(request, BASE).prompt().getIdsCount());
    }

    @Test
    void addsNothingToATextThatIsToStayBare() {
        var bare = Requests.text("base", "def fibonacci(n):");
        bare.getCompletionBuilder().setOmitSpecialTokens(true);

        assertEquals(446, ids(bare, BASE).prompt().getIds(0));
    }

    @Test
    void anAnswerThatGoesOnHasNoEnd() {
        var asked = ids(Requests.chat("inst", "user", "hi"), INST).prompt().getIdsList();
        var begun = Requests.chat("inst", "user", "hi");
        begun.getChatBuilder()
                .setContinueFinalMessage(true)
                .addMessagesBuilder()
                .setRole("assistant")
                .setContent("yes");
        var framed = Requests.chat("inst", "user", "hi");
        framed.getChatBuilder().setAddSpecialTokens(true);

        var ids = ids(begun, INST).prompt().getIdsList();
        assertEquals(asked, ids.subList(0, asked.size()));
        assertTrue(ids.size() > asked.size() && ids.getLast() != DemoCards.EOS);
        assertEquals(List.of(1, 1), ids(framed, INST).prompt().getIdsList().subList(0, 2));
        assertEquals(
                "last message must be from assistant", failure(begunByUser(), INST).getMessage());
    }

    private static GenerationRequest.Builder begunByUser() {
        var request = Requests.chat("inst", "user", "hi");
        request.getChatBuilder().setContinueFinalMessage(true);
        return request;
    }

    @Test
    void onlyAChatOfStepsStopsAtAStep() {
        var chat = ids(Requests.chat("steps", "user", "hi"), STEPS);
        var text = ids(Requests.text("steps", "hi"), STEPS);
        var inst = ids(Requests.chat("inst", "user", "hi"), INST);

        assertEquals(List.of(DemoCards.EOS, DemoCards.STEP), chat.stopIds());
        assertEquals(List.of(DemoCards.EOS), text.stopIds());
        assertEquals(List.of(DemoCards.EOS), inst.stopIds());
    }

    @Test
    void refusesInfillingWithTheCardsReason() {
        var request = Requests.infill("inst", "a", "b", InfillOrder.PREFIX_SUFFIX_MIDDLE);

        Failure failure = failure(request, INST);

        assertRefused(ErrorCode.INFILL_UNSUPPORTED, "suffix", failure);
        assertTrue(failure.getMessage().endsWith("a base model would do."));
    }

    @Test
    void refusesAChatThatTheModelHasNoFormatFor() {
        Failure failure = failure(Requests.chat("base", "user", "hi"), BASE);

        assertRefused(ErrorCode.CHAT_UNSUPPORTED, "messages", failure);
    }

    @Test
    void refusesAChatWithTheReferencesReason() {
        Failure failure = failure(Requests.chat("inst", "assistant", "hi"), INST);

        assertRefused(ErrorCode.INVALID_PROMPT, "messages", failure);
        assertEquals("roles must alternate", failure.getMessage());
    }

    @Test
    void refusesARequestWithoutAPromptOrWithAnEmptyOne() {
        assertRefused(ErrorCode.INVALID_PROMPT, "prompt", failure(Requests.to("base"), BASE));
        assertRefused(
                ErrorCode.INVALID_PROMPT, "prompt", failure(Requests.ids("base", List.of()), BASE));
    }

    @Test
    void namesTheIdThatIsOutOfVocabularyAndItsPlace() {
        Failure prompt = failure(Requests.ids("base", List.of(1, 4112)), BASE);
        var resumed = Requests.ids("base", List.of(1)).setResume(TokenIds.newBuilder().addIds(-1));
        Failure resume = failure(resumed, BASE);

        assertRefused(ErrorCode.TOKEN_OUT_OF_VOCABULARY, "prompt", prompt);
        assertEquals(
                "Token id 4112 at position 1 of 'prompt' is out of vocabulary: ids are from 0 to 4111.",
                prompt.getMessage());
        assertRefused(ErrorCode.TOKEN_OUT_OF_VOCABULARY, "resume", resume);
    }

    @Test
    void leavesRoomForOneMoreId() {
        assertEquals(
                CONTEXT - 1,
                ids(Requests.ids("base", repeated(CONTEXT - 1)), BASE).prompt().getIdsCount());

        Failure failure = failure(Requests.ids("base", repeated(CONTEXT)), BASE);

        assertRefused(ErrorCode.CONTEXT_LENGTH_EXCEEDED, "prompt", failure);
        assertTrue(
                failure.getMessage()
                        .startsWith(
                                "This model's maximum context length is 32 tokens. However, your prompt has 32 tokens"));
    }

    @Test
    void resumesUpToAFullContext() {
        var full = Requests.ids("base", repeated(CONTEXT - 2));
        full.setResume(TokenIds.newBuilder().addAllIds(repeated(2)));
        var over = full.clone();
        over.setResume(TokenIds.newBuilder().addAllIds(repeated(3)));

        assertEquals(CONTEXT - 2, ids(full, BASE).prompt().getIdsCount());
        assertRefused(ErrorCode.CONTEXT_LENGTH_EXCEEDED, "resume", failure(over, BASE));
    }

    @Test
    void aFourMegabyteTextIsRefusedWithItsLength() {
        Failure failure = failure(Requests.text("base", "x = 1\n".repeat(700_000)), BASE);

        assertRefused(ErrorCode.CONTEXT_LENGTH_EXCEEDED, "prompt", failure);
    }
}
