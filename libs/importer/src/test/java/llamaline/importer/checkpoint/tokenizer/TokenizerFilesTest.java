package llamaline.importer.checkpoint.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.importer.model.ModelFileException;
import llamaline.testkit.Goldens;
import llamaline.v1.ChatFormat;
import llamaline.v1.TokenizerClass;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** tokenizer.model, tokenizer_config.json and the chat template. */
class TokenizerFilesTest {
    private static final int VOCABULARY = 4112;

    @TempDir private Path folder;

    @BeforeEach
    void copyTheDemoModels() throws IOException {
        Files.copy(
                Goldens.demoModel().resolve("tokenizer.model"), folder.resolve("tokenizer.model"));
    }

    private TokenizerFiles read(String tokenizerConfig) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), tokenizerConfig);
        return TokenizerFiles.read(folder, VOCABULARY);
    }

    @Test
    void takesCodeLlamasDefaultsWithoutAConfig() {
        TokenizerFiles files = TokenizerFiles.read(folder, VOCABULARY);
        assertEquals(TokenizerClass.CODE_LLAMA_TOKENIZER, files.card().getTokenizerClass());
        assertTrue(files.card().getAddBos());
        assertFalse(files.card().getAddEos());
        assertEquals(ChatFormat.NO_CHAT, files.chatFormat());
        assertEquals(4112, files.tokenizer().vocabularySize());
    }

    @Test
    void readsClassFlagsAndPieces() throws IOException {
        TokenizerFiles files =
                read(
                        """
                        {"tokenizer_class": "LlamaTokenizerFast", "add_bos_token": false,
                         "add_eos_token": true, "added_tokens_decoder": {"4111": {
                           "content": "<step>", "lstrip": true, "rstrip": false,
                           "normalized": false, "single_word": false, "special": true}}}
                        """);
        assertEquals(TokenizerClass.LLAMA_TOKENIZER, files.card().getTokenizerClass());
        assertFalse(files.card().getAddBos());
        assertTrue(files.card().getAddEos());
        var piece = files.card().getSpecialPieces(0);
        assertEquals(4111, piece.getId());
        assertEquals("<step>", piece.getPiece());
        assertTrue(piece.getLstrip() && piece.getSpecial());
        assertFalse(piece.getRstrip() || piece.getNormalized());
        assertEquals(4111, files.tokenizer().idOf("<step>").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '{"tokenizer_class": "GPT2Tokenizer"}' | tokenizer_class
                    '{"tokenizer_class": 7}' | tokenizer_class
                    '{"add_bos_token": "yes"}' | add_bos_token
                    '{"chat_template": "<|im_start|>{{ role }}"}' | chat_template
                    '{"chat_template": "[INST] {{ content }} [/INST]"}' | chat_template
                    '{"chat_template": [{"name": "tool", "template": "x"}]}' | chat_template
                    '{"added_tokens_decoder": {"-1": {"content": "x"}}}' | added_tokens_decoder
                    '{"added_tokens_decoder": {"5": {"content": ""}}}' | content
                    '{"added_tokens_decoder": {"5": {"content": "x", "single_word": true}}}' | single_word
                    '[]' | JSON
                    '{' | JSON
                    """)
    void refusesNamingTheField(String config, String field) {
        var refusal = assertThrows(ModelFileException.class, () -> read(config));
        assertTrue(String.valueOf(refusal.getMessage()).contains(field), refusal.getMessage());
    }

    @Test
    void prefersTheTemplateInAFileOfItsOwn() throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "Source: {{ role }} <step>");
        String config =
                """
                {"chat_template": [{"name": "default", "template": "[INST] <<SYS>>"}]}
                """;
        assertEquals(ChatFormat.SOURCE_STEP, read(config).chatFormat());
        Files.delete(folder.resolve("chat_template.jinja"));
        assertEquals(ChatFormat.INST, read(config).chatFormat());
    }

    @Test
    void leavesOutAddedTokensThatTheModelDoesNotKnow() throws IOException {
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<pad>\": 4112, \"<s>\": 1}");
        TokenizerFiles files =
                read(
                        """
                        {"added_tokens_decoder": {"4112": {"content": "<pad>"},
                                                  "9000": {"content": "<other>"}}}
                        """);
        assertEquals(0, files.card().getSpecialPiecesCount());
        assertEquals(VOCABULARY, files.tokenizer().vocabularySize());
    }

    @Test
    void refusesAddedTokensWithoutFlags() throws IOException {
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<pad>\": 4111}");
        var refusal = assertThrows(ModelFileException.class, () -> read("{}"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("<pad>"));
    }

    @Test
    void refusesWhatIsNoTokenizer() throws IOException {
        Files.writeString(folder.resolve("tokenizer.model"), "version https://git-lfs");
        assertThrows(ModelFileException.class, () -> TokenizerFiles.read(folder, VOCABULARY));
        Files.delete(folder.resolve("tokenizer.model"));
        var refusal =
                assertThrows(
                        ModelFileException.class, () -> TokenizerFiles.read(folder, VOCABULARY));
        assertTrue(String.valueOf(refusal.getMessage()).contains("tokenizer.json alone"));
    }
}
