package llamaline.gateway.tokenizer;

import static llamaline.gateway.fields.Bodies.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import llamaline.gateway.models.Cards;
import llamaline.gateway.models.ModelRegistry;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goldens do not show: batches, other servers' shapes, refusals. */
class TokenizerCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final TokenizerCalls calls = GoldenModel.DEMO.calls();
    private final int eos = 2;

    @Test
    void padsABatchOnTheLeftByDefault() {
        EncodedTexts batch = calls.encode(fields("{'text':['x','x = x'],'padding':true}"));

        EncodedInput small = batch.encodings().get(0);
        EncodedInput large = batch.encodings().get(1);
        int missing = large.length() - 2;
        assertEquals(large.length(), small.length());
        assertEquals(1, small.inputIds().get(missing));
        for (int i = 0; i < missing; i++) {
            assertEquals(eos, small.inputIds().get(i));
            assertEquals(0, small.attentionMask().get(i));
            assertEquals(1, small.specialTokensMask().get(i));
        }
        assertEquals(1, small.attentionMask().get(missing));
        assertTrue(large.attentionMask().stream().allMatch(seen -> seen == 1));
    }

    @Test
    void padsToALengthOnTheRightWithAnotherId() {
        EncodedTexts padded =
                calls.encode(
                        fields(
                                "{'text':'x','padding':'max_length','max_length':4,'padding_side':'right','pad_token_id':0}"));

        EncodedInput only = padded.encodings().getFirst();
        assertEquals(List.of(0, 0), only.inputIds().subList(2, 4));
        assertEquals(List.of(1, 1, 0, 0), only.attentionMask());
        assertEquals(
                EnumSet.of(EncodingPart.INPUT_IDS, EncodingPart.ATTENTION_MASK), padded.parts());
    }

    @Test
    void givesThePartsThatAreWanted() {
        EncodedTexts texts =
                calls.encode(
                        fields(
                                "{'text':['x'],'return_attention_mask':false,'return_token_type_ids':true,'return_special_tokens_mask':true}"));

        assertTrue(texts.isBatch());
        assertEquals(
                EnumSet.of(
                        EncodingPart.INPUT_IDS,
                        EncodingPart.TOKEN_TYPE_IDS,
                        EncodingPart.SPECIAL_TOKENS_MASK),
                texts.parts());
    }

    @Test
    void pairsTheTextsOfTwoLists() {
        EncodedTexts pairs = calls.encode(fields("{'text':['a','b'],'text_pair':['c','d']}"));

        EncodedTexts second = calls.encode(fields("{'text':'b','text_pair':'d'}"));
        assertEquals(second.encodings().getFirst(), pairs.encodings().get(1));
    }

    @Test
    void spellsPiecesSoThatTheirBytesAreTheText() {
        String text = "x = '\u5abd \ud83e\udd17'\n";
        PromptTokens answer =
                calls.promptTokens(
                        fields(
                                JSON.createObjectNode()
                                        .put("content", text)
                                        .put("with_pieces", true)));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Optional<List<TokenPiece>> pieces = ((PromptTokens.OfContent) answer).pieces();
        for (TokenPiece piece : pieces.orElseThrow()) {
            switch (piece) {
                case TokenPiece.Text whole ->
                        bytes.writeBytes(whole.text().getBytes(StandardCharsets.UTF_8));
                case TokenPiece.PartOfCharacter part -> bytes.write(part.value());
            }
        }
        assertEquals(" " + text, bytes.toString(StandardCharsets.UTF_8));
        assertEquals(answer.tokens(), pieces.get().stream().map(TokenPiece::id).toList());
    }

    @Test
    void aContentGetsBosWhereAskedAndStaysCharactersWhereAsked() {
        List<Integer> bare = calls.promptTokens(fields("{'content':'<s>x'}")).tokens();
        List<Integer> added =
                calls.promptTokens(fields("{'content':'<s>x','add_special':true}")).tokens();
        List<Integer> plain =
                calls.promptTokens(fields("{'content':'<s>x','parse_special':false}")).tokens();

        assertEquals(1, bare.getFirst());
        assertEquals(bare, added.subList(1, added.size()));
        assertTrue(plain.size() > bare.size());
    }

    @Test
    void goesOnWithAnAnswerThatIsBegun() {
        String chat =
                "{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':'Sure,'}]";
        List<Integer> begun =
                calls.promptTokens(fields(chat + ",'continue_final_message':true}")).tokens();

        String asked = "{'messages':[{'role':'user','content':'q'}]}";
        List<Integer> question = calls.promptTokens(fields(asked)).tokens();
        List<Integer> answer =
                calls.promptTokens(fields("{'prompt':'Sure,','add_special_tokens':false}"))
                        .tokens();
        assertEquals(question, begun.subList(0, question.size()));
        assertEquals(answer, begun.subList(question.size(), begun.size()));
    }

    @Test
    void givesTheVocabularyByteForByte() {
        VocabularyFile file = calls.vocabulary(null);

        assertEquals(GoldenModel.DEMO.modelFile().length, file.bytes().size());
        assertEquals(ByteString.copyFrom(GoldenModel.DEMO.modelFile()), file.bytes());
        assertEquals(64, file.sha256().length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | text",
                "{'text':3} | text",
                "{'text':[]} | text",
                "{'text':['a',3]} | text[1]",
                "{'text':'a','text_pair':['b']} | text_pair",
                "{'text':['a'],'text_pair':'b'} | text_pair",
                "{'text':['a'],'text_pair':['b','c']} | text_pair",
                "{'text':'a','padding':'most'} | padding",
                "{'text':'a','padding':3} | padding",
                "{'text':'a','padding':'max_length'} | max_length",
                "{'text':'a','max_length':0} | max_length",
                "{'text':'a','padding_side':'top'} | padding_side",
                "{'text':'a','pad_token_id':4112} | pad_token_id",
                "{'text':'a','truncation':true} | truncation",
                "{'text':'a','add_special_tokens':false,'add_bos':true} | add_special_tokens",
                "{'text':'a','add_bos':'yes'} | add_bos",
                "{'text':'a<FILL_ME>b<FILL_ME>'} | text",
                "{'text':'a','model':7} | model",
            })
    void refusesToEncode(String body, String param) {
        Refusal refusal = refusal(() -> calls.encode(fields(body)));
        assertEquals(RefusalCode.INVALID_REQUEST, refusal.code());
        assertEquals(param, refusal.param());
    }

    @Test
    void refusesATextThatIsTooLong() {
        String text = "x".repeat((1 << 20) + 1);

        Refusal refusal =
                refusal(() -> calls.encode(fields(JSON.createObjectNode().put("text", text))));

        assertEquals(
                "'text' has 1048577 characters; at most 1048576 are allowed here.",
                refusal.message());
        assertEquals(
                "content",
                refusal(() ->
                                calls.promptTokens(
                                        fields(JSON.createObjectNode().put("content", text))))
                        .param());
    }

    @Test
    void refusesABatchThatPaddingMakesTooLarge() {
        String longest = "x ".repeat(2_000);
        var texts = JSON.createArrayNode().add(longest);
        for (int i = 0; i < 1_000; i++) {
            texts.add("");
        }
        var body = JSON.createObjectNode().put("padding", true).set("text", texts);

        Refusal refusal = refusal(() -> calls.encode(fields(body)));

        assertEquals("padding", refusal.param());
        assertTrue(refusal.message().contains("at most 1048576"), refusal.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'token_ids':[4112]} | token_ids",
                "{'token_ids':[-1]} | token_ids",
                "{'token_ids':[1,'x']} | token_ids[1]",
                "{'token_ids':[1.5]} | token_ids[0]",
                "{'token_ids':'x'} | token_ids",
                "{} | token_ids",
                "{'token_ids':[1],'skip_special_tokens':1} | skip_special_tokens",
            })
    void refusesToDecode(String body, String param) {
        assertEquals(param, refusal(() -> calls.decode(fields(body))).param());
    }

    @Test
    void namesAnIdThatIsOutOfVocabulary() {
        assertEquals(
                "Token id 4112 at position 1 of 'tokens' is out of vocabulary: ids are from 0 to 4111.",
                refusal(() -> calls.promptText(fields("{'tokens':[1,4112]}"))).message());
        assertEquals(
                "sequences[1]",
                refusal(() -> calls.batchDecode(fields("{'sequences':[[1],[5000]]}"))).param());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'prompt':'a','content':'b'}",
                "{'prompt':['a']}",
                "{'prompt':[1,2]}",
                "{'messages':[]}",
                "{'messages':[{'role':'user','content':'x'}],'continue_final_message':true}",
                "{'messages':[{'role':'user','content':'x'}],'continue_final_message':true,'add_generation_prompt':true}",
                "{'messages':[{'role':'user','content':'x'}],'chat_template':'x'}",
                "{'content':5}",
                "[]",
            })
    void refusesPrompts(String body) {
        Refusal refusal = refusal(() -> calls.promptTokens(fields(body)));
        assertEquals(RefusalCode.INVALID_REQUEST, refusal.code());
    }

    @Test
    void aModelSaysWhatItCannotDo() {
        var plain = new TokenizerCalls(Cards.served(Cards.plain("plain")));

        assertEquals("text", refusal(() -> plain.encode(fields("{'text':'a<FILL_ME>b'}"))).param());
        assertEquals(
                "suffix",
                refusal(() -> plain.infill(fields("{'prefix':'a','suffix':'b'}"))).param());
        String chat = "{'messages':[{'role':'user','content':'x'}]}";
        assertEquals("model", refusal(() -> plain.promptTokens(fields(chat))).param());
    }

    @Test
    void aModelMustBeServed() {
        ModelRegistry models = new ModelRegistry(Cards.WORKER_TIMEOUT, () -> 0);
        models.announce(Cards.plain("asleep"));
        var asleep = new TokenizerCalls(models);

        assertEquals(
                RefusalCode.UNAVAILABLE,
                refusal(() -> asleep.encode(fields("{'text':'a','model':'asleep'}"))).code());
        assertEquals(RefusalCode.MODEL_NOT_FOUND, refusal(() -> asleep.vocabulary("other")).code());
    }

    private static Refusal refusal(Runnable call) {
        return assertThrows(RefusedException.class, call::run).refusal();
    }
}
