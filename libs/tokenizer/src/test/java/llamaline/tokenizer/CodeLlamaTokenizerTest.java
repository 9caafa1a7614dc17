package llamaline.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import llamaline.testkit.Conformance;
import llamaline.tokenizer.decoding.ContinuationDecoder;
import llamaline.tokenizer.prompt.ChatTemplate;
import llamaline.tokenizer.prompt.ChatTemplateException;
import llamaline.tokenizer.prompt.ChatTurn;
import llamaline.tokenizer.prompt.InfillLayout;
import llamaline.tokenizer.sentencepiece.PieceType;
import llamaline.tokenizer.sentencepiece.TokenizerFormatException;
import llamaline.tokenizer.special.AddedToken;
import org.junit.jupiter.api.Test;

class CodeLlamaTokenizerTest {
    private final CodeLlamaTokenizer demo = GoldenTokenizer.DEMO.open();

    /** Known from Code Llama's users: the reference's ids for a prompt of its documentation. */
    @Test
    void encodesThePublishedInfillingPrompt() {
        if (!Conformance.isHere("codellama-32016", 1)) {
            return;
        }
        int[] ids =
                GoldenTokenizer.CODE_LLAMA
                        .open()
                        .encodeInfill(
                                "def remove_non_ascii(s: str) -> str:\n    \"\"\" ",
                                "\n    return result\n",
                                InfillLayout.PREFIX_SUFFIX_MIDDLE);

        int[] published = {
            1, 32007, 822, 3349, 29918, 5464, 29918, 294, 18869, 29898, 29879, 29901, 851, 29897,
            1599, 851, 29901, 13, 1678, 9995, 29871, 32008, 13, 1678, 736, 1121, 13, 32009
        };
        assertArrayEquals(published, ids);
    }

    /** Models have output rows that no piece belongs to, and may well choose one. */
    @Test
    void idsBeyondThePiecesStandForNothing() {
        int pieces = demo.vocabularySize();
        CodeLlamaTokenizer padded = demo.withVocabulary(pieces + 88);
        int[] plain = demo.encodePrompt("def f(x):", ControlTokens.PARSE);
        int[] mixed = IntStream.of(plain).flatMap(id -> IntStream.of(id, pieces + 87)).toArray();

        assertEquals(pieces + 88, padded.vocabularySize());
        assertEquals("def f(x):", padded.decode(mixed, true));
        ContinuationDecoder continuation = padded.continuation(mixed);
        assertEquals("", continuation.accept(pieces) + continuation.finish());
        assertEquals("<unused_" + pieces + ">", padded.pieceOf(pieces));
        assertEquals(1, padded.specialTokensMaskOf(new int[] {pieces})[0]);
        assertThrows(IndexOutOfBoundsException.class, () -> padded.pieceOf(pieces + 88));
        assertEquals(pieces, demo.withVocabulary(1).vocabularySize());
        assertThrows(TokenizerFormatException.class, () -> demo.withVocabulary(Integer.MAX_VALUE));
    }

    @Test
    void anInfillNeedsThePieces() {
        CodeLlamaTokenizer bare = ModelFile.llama().open();

        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> bare.encodeInfill("a", "b", InfillLayout.PREFIX_SUFFIX_MIDDLE));

        assertEquals("the vocabulary has no piece ▁<PRE>", thrown.getMessage());
        assertTrue(bare.prefixId().isEmpty());
    }

    @Test
    void aChatWithStepsNeedsThePiece() {
        List<ChatTurn> messages = List.of(new ChatTurn("user", "hi"));

        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> demo.encodeChat(messages, ChatTemplate.SOURCE_STEP));

        assertEquals("the vocabulary has no piece <step>", thrown.getMessage());
    }

    @Test
    void aChatNeedsAMessageFromTheUser() {
        List<ChatTurn> onlySystem = List.of(new ChatTurn("system", "Be brief."));

        assertRefused("there must be a message", List.of());
        assertRefused("last message must be from user", onlySystem);
    }

    @Test
    void aHalfOfASurrogatePairIsAReplacementCharacter() {
        assertArrayEquals(
                demo.encode("a\uFFFDb", ControlTokens.PLAIN),
                demo.encode("a\uD83Db", ControlTokens.PLAIN));
        assertArrayEquals(
                demo.encode("\uFFFD", ControlTokens.PLAIN),
                demo.encode("\uDE42", ControlTokens.PLAIN));
    }

    @Test
    void piecesOfTheSettingsMayStandBehindTheModels() {
        CodeLlamaTokenizer tokenizer = withPiece(new AddedToken(4112, "<pad>", false, true, true));

        int[] ids = tokenizer.encode("a<pad>  b", ControlTokens.PARSE);

        assertEquals(4113, tokenizer.vocabularySize());
        assertEquals(List.of("▁a", "<pad>", "b"), pieces(tokenizer, ids));
        assertEquals("ab", tokenizer.decode(ids, true));
        assertEquals("a<pad>b", tokenizer.decode(ids, false));
    }

    @Test
    void piecesOfTheSettingsLeaveNoGap() {
        var far = new AddedToken(Integer.MAX_VALUE, "<pad>", false, false, true);

        assertThrows(TokenizerFormatException.class, () -> withPiece(far));
    }

    @Test
    void refusesAPieceOfTheSettingsThatIsNone() {
        assertThrows(
                TokenizerFormatException.class,
                () -> new AddedToken(-1, "<pad>", false, false, true));
        assertThrows(
                TokenizerFormatException.class, () -> new AddedToken(3, "", false, false, true));
    }

    @Test
    void aControlPieceOfTheModelHasNoText() {
        CodeLlamaTokenizer tokenizer =
                ModelFile.llama()
                        .piece("▁", -1, PieceType.NORMAL)
                        .piece("▁<pad>", 0, PieceType.CONTROL)
                        .open();

        assertEquals("", tokenizer.decode(new int[] {260}, false));
        assertEquals(" ", tokenizer.decode(new int[] {260, 259}, false));
    }

    @Test
    void decodesABatch() {
        int[] hello = demo.encode("hello", ControlTokens.PLAIN);
        int[] world = demo.encode("world", ControlTokens.PLAIN);

        assertEquals(List.of("hello", "world"), demo.batchDecode(List.of(hello, world), true));
    }

    @Test
    void theLongerOfTwoControlTokensIsTaken() {
        CodeLlamaTokenizer tokenizer =
                withPiece(new AddedToken(4112, "<s><s>", false, false, true));

        assertArrayEquals(new int[] {4112, 1}, tokenizer.encode("<s><s><s>", ControlTokens.PARSE));
    }

    @Test
    void manyThreadsEncodeAlike() throws Exception {
        String text = "def add(a, b):\n    return a + b  # 한글\n".repeat(50);
        int[] alone = demo.encode(text, ControlTokens.PLAIN);
        var fresh =
                CodeLlamaTokenizer.of(
                        GoldenTokenizer.DEMO.modelFile(), TokenizerOptions.codeLlama());

        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<int[]>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(threads.submit(() -> fresh.encode(text, ControlTokens.PLAIN)));
            }
            for (Future<int[]> ids : all) {
                assertArrayEquals(alone, ids.get());
            }
        }
    }

    private static CodeLlamaTokenizer withPiece(AddedToken piece) {
        var settings = new TokenizerOptions(TokenizerKind.CODE_LLAMA, true, false, List.of(piece));
        return CodeLlamaTokenizer.of(GoldenTokenizer.DEMO.modelFile(), settings);
    }

    private static List<String> pieces(CodeLlamaTokenizer tokenizer, int[] ids) {
        return IntStream.of(ids).mapToObj(tokenizer::pieceOf).toList();
    }

    private void assertRefused(String reason, List<ChatTurn> messages) {
        var thrown =
                assertThrows(
                        ChatTemplateException.class,
                        () -> demo.encodeChat(messages, ChatTemplate.INST));
        assertEquals(reason, thrown.getMessage());
    }
}
