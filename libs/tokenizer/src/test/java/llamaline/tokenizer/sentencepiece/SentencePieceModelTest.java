package llamaline.tokenizer.sentencepiece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import llamaline.testkit.Seeds;
import llamaline.tokenizer.CodeLlamaTokenizer;
import llamaline.tokenizer.ControlTokens;
import llamaline.tokenizer.GoldenTokenizer;
import llamaline.tokenizer.ModelFile;
import llamaline.tokenizer.TokenizerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SentencePieceModelTest {
    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("trainer_spec.model_type is 1", ModelFile.llama().trainer(3, 1)),
                Arguments.of("trainer_spec.byte_fallback", ModelFile.llama().trainer(35, 0)),
                Arguments.of("treat_whitespace_as_suffix", ModelFile.llama().trainer(24, 1)),
                Arguments.of("add_dummy_prefix", ModelFile.llama().normalizer(3, 0)),
                Arguments.of("remove_extra_whitespaces", ModelFile.llama().normalizer(4, 1)),
                Arguments.of("escape_whitespaces", ModelFile.llama().normalizer(5, 0)),
                Arguments.of(
                        "normalizer_spec.precompiled_charsmap",
                        ModelFile.llama().bytes(3, 2, "rules")),
                Arguments.of(
                        "denormalizer_spec.precompiled_charsmap",
                        ModelFile.llama().bytes(5, 2, "rules")),
                Arguments.of("UNUSED", ModelFile.llama().piece("a", 0, PieceType.UNUSED)),
                Arguments.of(
                        "pieces[259].score",
                        ModelFile.llama().piece("a", Float.NaN, PieceType.NORMAL)),
                Arguments.of(
                        "pieces[259].piece has 0",
                        ModelFile.llama().piece("", 0, PieceType.NORMAL)),
                Arguments.of(
                        "pieces[259].piece has 257",
                        ModelFile.llama().piece("a".repeat(257), 0, PieceType.NORMAL)),
                Arguments.of(
                        "pieces[1] and [259] are the same",
                        ModelFile.llama().piece("<s>", 0, PieceType.NORMAL)),
                Arguments.of(
                        "pieces[0] and [259] are both",
                        ModelFile.llama().piece("<u>", 0, PieceType.UNKNOWN)),
                Arguments.of(
                        "pieces[259] is of type BYTE",
                        ModelFile.llama().piece("<0x100>", 0, PieceType.BYTE)),
                Arguments.of("UNKNOWN", new ModelFile().piece("a", 0, PieceType.NORMAL).settings()),
                Arguments.of("<0x00>", new ModelFile().piece("a", 0, PieceType.UNKNOWN).settings()),
                Arguments.of("without pieces", new ModelFile().settings()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNotLlamas(String reason, ModelFile file) {
        var thrown = assertThrows(TokenizerFormatException.class, file::open);

        assertTrue(thrown.toString().contains(reason), thrown::toString);
    }

    @Test
    void readsPiecesWithScoresAndTypes() {
        byte[] file = ModelFile.llama().piece("▁a", -2.5f, PieceType.USER_DEFINED).bytes();

        SentencePieceModel model = SentencePieceModel.read(file);

        assertEquals(260, model.pieces().size());
        assertEquals(new ModelPiece("▁a", -2.5f, PieceType.USER_DEFINED), model.pieces().get(259));
        assertEquals(PieceType.UNKNOWN, model.pieces().getFirst().type());
    }

    @Test
    void refusesAFileThatIsCutOff() {
        byte[] file = ModelFile.llama().bytes();

        for (int length = 0; length < file.length - 1; length++) {
            byte[] part = Arrays.copyOf(file, length);
            assertThrows(TokenizerFormatException.class, () -> open(part));
        }
    }

    @Test
    void refusesRandomBytes() {
        Seeds.forEach(
                2_000,
                random -> {
                    byte[] bytes = new byte[random.nextInt(400)];
                    random.nextBytes(bytes);
                    assertThrows(TokenizerFormatException.class, () -> open(bytes));
                });
    }

    /** A file with changed bytes may still be one; else it is refused as such. */
    @Test
    void survivesChangedBytes() {
        byte[] file = GoldenTokenizer.DEMO.modelFile();
        Seeds.forEach(
                60,
                random -> {
                    byte[] changed = change(file, random);
                    try {
                        CodeLlamaTokenizer tokenizer = open(changed);
                        int[] ids = tokenizer.encode("a b", ControlTokens.PLAIN);
                        assertEquals("a b", tokenizer.decode(ids, false));
                    } catch (TokenizerFormatException e) {
                        assertTrue(e.toString().contains("SentencePiece model"));
                    }
                });
    }

    @Test
    void doesNotAllocateWhatALengthClaims() {
        byte[] claimsTwoGigabytes = {10, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 1};

        var thrown = assertThrows(TokenizerFormatException.class, () -> open(claimsTwoGigabytes));

        assertEquals(
                "not a SentencePiece model: at byte 6 2147483647 bytes are announced and 1 left",
                thrown.getMessage());
    }

    private static CodeLlamaTokenizer open(byte[] file) {
        return CodeLlamaTokenizer.of(file, TokenizerOptions.codeLlama());
    }

    private static byte[] change(byte[] file, RandomGenerator random) {
        byte[] changed = file.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
