package llamaline.importer.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import llamaline.importer.checkpoint.tokenizer.PieceModel;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.v1.ChatFormat;
import llamaline.v1.ModelCard;
import llamaline.v1.TokenizerClass;
import llamaline.v1.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a model, by its configuration and its tokenizer alone. */
class ModelCardTest {
    private static final Instant CREATED = Instant.ofEpochSecond(1_700_000_000);
    private static final String INST_TEMPLATE = "{{ '[INST] <<SYS>>' + content + '[/INST]' }}";
    private static final String STEP_TEMPLATE = "{{ 'Source: ' + role + ' <step> ' }}";

    @TempDir private Path folder;

    private static ModelCard card(Path checkpoint, ModelVariant variant) {
        return Checkpoint.read(checkpoint).card(variant, "float16", "hash", CREATED);
    }

    @Test
    void describesAModelThatInfills() {
        ModelCard card = card(Goldens.resource("tiny-7b"), ModelVariant.AUTO);
        assertEquals("codellama", card.getFamily());
        assertEquals("", card.getSize());
        assertEquals(Variant.BASE, card.getVariant());
        assertTrue(card.getInfill());
        assertEquals("", card.getInfillRefusal());
        assertEquals(ChatFormat.NO_CHAT, card.getChatFormat());
        assertEquals(16384, card.getContext());
        assertEquals(4112, card.getVocabulary());
        assertEquals("float16", card.getPrecision());
        assertEquals("hash", card.getWeightsHash());
        assertEquals(List.of(2), card.getStopIdsList());
        assertEquals(CREATED.getEpochSecond(), card.getCreatedEpochSeconds());
        assertEquals(TokenizerClass.CODE_LLAMA_TOKENIZER, card.getTokenizer().getTokenizerClass());
        assertTrue(card.getTokenizer().getAddBos());
        assertEquals(7, card.getTokenizer().getSpecialPiecesCount());
        assertEquals(64, card.getTokenizer().getSha256().length());
    }

    @Test
    void takesStopIdsFromTheGenerationConfig() {
        ModelCard card = card(Goldens.demoModel(), ModelVariant.AUTO);
        assertEquals(List.of(2, 4106), card.getStopIdsList());
        assertTrue(card.getInfill());
    }

    @Test
    void knowsAModelThatChatsInTurns() {
        if (Conformance.isHere("models/tiny-34b", 1)) {
            Path checkpoint = Conformance.folder("models/tiny-34b").orElseThrow();
            ModelCard card = card(checkpoint, ModelVariant.AUTO);
            assertEquals(ChatFormat.INST, card.getChatFormat());
            assertEquals(Variant.INSTRUCT, card.getVariant());
            assertEquals(32000, card.getVocabulary());
            assertTrue(card.getInfillRefusal().contains("no infilling pieces"));
        }
    }

    @Test
    void knowsAModelThatChatsInSteps() {
        if (Conformance.isHere("models/tiny-70b-instruct", 1)) {
            Path checkpoint = Conformance.folder("models/tiny-70b-instruct").orElseThrow();
            ModelCard card = card(checkpoint, ModelVariant.AUTO);
            assertEquals(ChatFormat.SOURCE_STEP, card.getChatFormat());
            assertEquals(Variant.INSTRUCT, card.getVariant());
            assertEquals(List.of(2, 32015), card.getStopIdsList());
            assertEquals(TokenizerClass.LLAMA_TOKENIZER, card.getTokenizer().getTokenizerClass());
            assertTrue(card.getInfillRefusal().contains("Instruct"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7B,  32016, none, AUTO,     BASE",
        "7B,  32000, none, AUTO,     PYTHON",
        "7B,  32016, inst, AUTO,     INSTRUCT",
        "13B, 32016, none, AUTO,     BASE",
        "13B, 32000, none, AUTO,     PYTHON",
        "13B, 32016, inst, AUTO,     INSTRUCT",
        "34B, 32000, none, AUTO,     BASE",
        "34B, 32000, none, PYTHON,   PYTHON",
        "34B, 32000, inst, AUTO,     INSTRUCT",
        "70B, 32016, none, AUTO,     BASE",
        "70B, 32016, none, PYTHON,   PYTHON",
        "70B, 32016, step, AUTO,     INSTRUCT",
        "7B,  32016, inst, BASE,     BASE",
        "7B,  32016, none, INSTRUCT, INSTRUCT",
    })
    void recognisesThePublishedModels(
            String size, int vocabulary, String chat, ModelVariant asked, Variant variant)
            throws IOException {
        writePublished(size, vocabulary, chat);
        ModelCard card = card(folder, asked);
        boolean infills = variant == Variant.BASE && vocabulary == 32016 && !size.equals("70B");
        assertEquals(size, card.getSize());
        assertEquals(variant, card.getVariant());
        assertEquals(infills, card.getInfill());
        assertEquals(!infills, card.getInfillRefusal().contains("base models of 7B and 13B"));
        ChatFormat format =
                switch (chat) {
                    case "inst" -> ChatFormat.INST;
                    case "step" -> ChatFormat.SOURCE_STEP;
                    default -> ChatFormat.NO_CHAT;
                };
        assertEquals(format, card.getChatFormat());
        assertEquals(16384, card.getContext());
    }

    private void writePublished(String size, int vocabulary, String chat) throws IOException {
        Files.writeString(folder.resolve("config.json"), config(size, vocabulary).toString());
        boolean hasInfillingPieces = vocabulary == 32016;
        Files.write(
                folder.resolve("tokenizer.model"), PieceModel.of(vocabulary, hasInfillingPieces));
        ObjectNode tokenizer = JsonNodeFactory.instance.objectNode();
        tokenizer.put(
                "tokenizer_class", chat.equals("step") ? "LlamaTokenizer" : "CodeLlamaTokenizer");
        if (!chat.equals("none")) {
            tokenizer.put("chat_template", chat.equals("inst") ? INST_TEMPLATE : STEP_TEMPLATE);
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), tokenizer.toString());
    }

    private static ObjectNode config(String size, int vocabulary) {
        int[] shape =
                switch (size) {
                    case "7B" -> new int[] {4096, 32, 32, 32, 11008};
                    case "13B" -> new int[] {5120, 40, 40, 40, 13824};
                    case "34B" -> new int[] {8192, 48, 64, 8, 22016};
                    default -> new int[] {8192, 80, 64, 8, 28672};
                };
        return JsonNodeFactory.instance
                .objectNode()
                .put("model_type", "llama")
                .put("hidden_size", shape[0])
                .put("num_hidden_layers", shape[1])
                .put("num_attention_heads", shape[2])
                .put("num_key_value_heads", shape[3])
                .put("intermediate_size", shape[4])
                .put("vocab_size", vocabulary)
                .put("max_position_embeddings", 16384)
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", 1e6);
    }
}
