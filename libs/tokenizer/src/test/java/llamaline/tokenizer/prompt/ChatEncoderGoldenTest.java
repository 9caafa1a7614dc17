package llamaline.tokenizer.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import llamaline.tokenizer.GoldenCase;
import llamaline.tokenizer.GoldenTokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatEncoderGoldenTest {
    static Stream<GoldenCase> chats() {
        return GoldenTokenizer.cases("chat.jsonl").filter(ChatEncoderGoldenTest::isEncoded);
    }

    static Stream<GoldenCase> refused() {
        return GoldenTokenizer.cases("chat.jsonl").filter(line -> !isEncoded(line));
    }

    @ParameterizedTest
    @MethodSource("chats")
    void laysOutAsTheReferenceDoes(GoldenCase expected) {
        int[] ids = expected.tokenizer().encodeChat(messages(expected), format(expected));

        assertArrayEquals(expected.ids("ids_reference"), ids);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithTheReferencesReason(GoldenCase expected) {
        var thrown =
                assertThrows(
                        ChatTemplateException.class,
                        () ->
                                expected.tokenizer()
                                        .encodeChat(messages(expected), format(expected)));

        assertEquals(
                expected.line().get("ids_reference").get("message").textValue(),
                thrown.getMessage());
    }

    static Stream<GoldenCase> answered() {
        return chats().filter(expected ->
                messages(expected).stream().anyMatch(turn -> turn.isFrom("assistant")));
    }

    /** A final message that goes on is what a later chat holds of it, but for its end. */
    @ParameterizedTest
    @MethodSource("answered")
    void continuesAFinalMessageAsALaterChatHoldsIt(GoldenCase expected) {
        List<ChatTurn> messages = messages(expected);
        int answer = messages.getFirst().isFrom("system") ? 2 : 1;

        int[] continued =
                expected.tokenizer()
                        .encodeChat(messages.subList(0, answer + 1), format(expected), true);

        int[] whole = expected.ids("ids_reference");
        assertArrayEquals(Arrays.copyOf(whole, continued.length), continued);
        assertThrows(
                ChatTemplateException.class,
                () -> expected.tokenizer().encodeChat(messages, format(expected), true));
    }

    private static boolean isEncoded(GoldenCase expected) {
        return expected.line().get("ids_reference").isArray();
    }

    private static List<ChatTurn> messages(GoldenCase expected) {
        JsonNode messages = expected.line().get("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message ->
                        new ChatTurn(
                                message.get("role").textValue(),
                                message.get("content").textValue()))
                .toList();
    }

    private static ChatTemplate format(GoldenCase expected) {
        return expected.text("template").startsWith("llama")
                ? ChatTemplate.INST
                : ChatTemplate.SOURCE_STEP;
    }
}
