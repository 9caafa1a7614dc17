package llamaline.tokenization.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import llamaline.modelcard.CardTokenizers;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import llamaline.tokenization.DemoCards;
import llamaline.tokenization.Requests;
import llamaline.tokenization.models.ModelTokenizer;
import llamaline.v1.Chat;
import llamaline.v1.ChatFormat;
import llamaline.v1.ChatMessage;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.GenerationRequest;
import llamaline.v1.InfillOrder;
import llamaline.v1.ModelCard;
import llamaline.v1.SpecialPiece;
import llamaline.v1.TokenizerCard;
import llamaline.v1.TokenizerClass;
import org.junit.jupiter.api.Test;

/**
 * Requests against the references' prompts: transformers 4.57.6 (slow) for texts, Code Llama's own
 * code for infills and chats.
 */
class PromptEncoderGoldenTest {
    private static final Path GOLDENS = Goldens.resource("demo-4112");
    private static final String SOURCES_AND_STEPS = "codellama-70b-instruct-32016";
    private static final ModelTokenizer BASE = served(DemoCards.base("base", 1 << 20));
    private static final ModelTokenizer INST =
            served(DemoCards.chat("inst", ChatFormat.INST).toBuilder().setContext(1 << 20).build());

    private static ModelTokenizer served(ModelCard card) {
        return new ModelTokenizer(card, CardTokenizers.read(card.getTokenizer()));
    }

    private static Stream<JsonNode> cases(String file) {
        return Goldens.lines(GOLDENS.resolve(file));
    }

    private static List<Integer> ids(JsonNode array) {
        List<Integer> ids = new ArrayList<>();
        array.forEach(id -> ids.add(id.intValue()));
        return ids;
    }

    private static void assertIds(
            String id, List<Integer> expected, GenerationRequest request, ModelTokenizer model) {
        switch (PromptEncoder.encode(request, model)) {
            case EncodingResult.Ids encoded ->
                    assertEquals(expected, encoded.prompt().getIdsList(), id);
            case EncodingResult.Refused refused -> throw new AssertionError(id + ": " + refused);
        }
    }

    @Test
    void texts() {
        AtomicInteger compared = new AtomicInteger();
        cases("encode.jsonl")
                .forEach(golden -> {
                    List<Integer> expected = new ArrayList<>(List.of(1));
                    expected.addAll(ids(golden.get("ids")));
                    var request = Requests.text("base", golden.get("text").textValue());
                    assertIds(golden.get("id").textValue(), expected, request.build(), BASE);
                    compared.incrementAndGet();
                });
        assertTrue(compared.get() > 100, compared.toString());
    }

    @Test
    void infills() {
        AtomicInteger compared = new AtomicInteger();
        cases("infill.jsonl")
                .forEach(golden -> {
                    InfillOrder order =
                            golden.get("suffix_first").booleanValue()
                                    ? InfillOrder.SUFFIX_PREFIX_MIDDLE
                                    : InfillOrder.PREFIX_SUFFIX_MIDDLE;
                    var request =
                            Requests.infill(
                                    "base",
                                    golden.get("prefix").textValue(),
                                    golden.get("suffix").textValue(),
                                    order);
                    List<Integer> expected = ids(golden.get("ids"));
                    assertIds(golden.get("id").textValue(), expected, request.build(), BASE);
                    compared.incrementAndGet();
                });
        assertTrue(compared.get() > 100, compared.toString());
    }

    @Test
    void chats() {
        assertChats(GOLDENS, INST);
    }

    @Test
    void chatsOfSourcesAndSteps() {
        if (!Conformance.isHere(SOURCES_AND_STEPS, 18)) {
            return;
        }
        Path folder = Conformance.folder(SOURCES_AND_STEPS).orElseThrow();
        assertChats(folder, served(sourcesAndSteps(folder)));
    }

    private static void assertChats(Path folder, ModelTokenizer model) {
        AtomicInteger refused = new AtomicInteger();
        Goldens.lines(folder.resolve("chat.jsonl"))
                .forEach(golden -> {
                    Chat.Builder chat = Chat.newBuilder();
                    golden.get("messages").forEach(message -> chat.addMessages(message(message)));
                    GenerationRequest request = Requests.to(model.name()).setChat(chat).build();
                    JsonNode expected = golden.get("ids_reference");
                    if (expected.isArray()) {
                        assertIds(golden.get("id").textValue(), ids(expected), request, model);
                    } else {
                        Failure reason =
                                Failure.newBuilder()
                                        .setCode(ErrorCode.INVALID_PROMPT)
                                        .setMessage(expected.get("message").textValue())
                                        .setParam("messages")
                                        .build();
                        assertEquals(
                                new EncodingResult.Refused(reason),
                                PromptEncoder.encode(request, model));
                        refused.incrementAndGet();
                    }
                });
        assertTrue(refused.get() > 0);
    }

    /** As the importer makes it of a checkpoint with this tokenizer. */
    private static ModelCard sourcesAndSteps(Path folder) {
        try {
            var file = ByteString.copyFrom(Files.readAllBytes(folder.resolve("tokenizer.model")));
            var step =
                    SpecialPiece.newBuilder()
                            .setId(32_015)
                            .setPiece("<step>")
                            .setLstrip(true)
                            .setRstrip(true)
                            .setSpecial(true);
            var tokenizer =
                    TokenizerCard.newBuilder()
                            .setSentencepiece(file)
                            .setTokenizerClass(TokenizerClass.LLAMA_TOKENIZER)
                            .setAddBos(true)
                            .addSpecialPieces(step);
            return DemoCards.chat("steps", ChatFormat.SOURCE_STEP).toBuilder()
                    .setContext(1 << 20)
                    .setVocabulary(32_016)
                    .setTokenizer(tokenizer)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChatMessage message(JsonNode message) {
        return ChatMessage.newBuilder()
                .setRole(message.get("role").textValue())
                .setContent(message.get("content").textValue())
                .build();
    }
}
