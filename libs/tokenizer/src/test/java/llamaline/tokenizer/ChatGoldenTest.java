package llamaline.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatGoldenTest {
    static Stream<GoldenCase> transcripts() {
        return GoldenTokenizer.cases("chat.jsonl").filter(ChatGoldenTest::isEncoded);
    }

    static Stream<GoldenCase> refused() {
        return GoldenTokenizer.cases("chat.jsonl").filter(line -> !isEncoded(line));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void laysOutAsTheReferenceDoes(GoldenCase expected) {
        int[] ids = expected.tokenizer().encodeChat(messages(expected), format(expected));

        assertArrayEquals(expected.ids("ids_reference"), ids);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithTheReferencesReason(GoldenCase expected) {
        var thrown =
                assertThrows(
                        ChatLayoutException.class,
                        () ->
                                expected.tokenizer()
                                        .encodeChat(messages(expected), format(expected)));

        assertEquals(
                expected.line().get("ids_reference").get("message").textValue(),
                thrown.getMessage());
    }

    static Stream<GoldenCase> answered() {
        return transcripts()
                .filter(expected ->
                        messages(expected).stream().anyMatch(turn -> turn.isFrom("assistant")));
    }

    /** An answer that goes on is what a later transcript holds of it, but for its end. */
    @ParameterizedTest
    @MethodSource("answered")
    void beginsAnAnswerAsALaterTranscriptDoes(GoldenCase expected) {
        List<ChatMessage> messages = messages(expected);
        int answer = messages.getFirst().isFrom("system") ? 2 : 1;

        int[] begun =
                expected.tokenizer()
                        .encodeBegunChat(messages.subList(0, answer + 1), format(expected));

        int[] whole = expected.ids("ids_reference");
        assertArrayEquals(Arrays.copyOf(whole, begun.length), begun);
        assertThrows(
                ChatLayoutException.class,
                () -> expected.tokenizer().encodeBegunChat(messages, format(expected)));
    }

    private static boolean isEncoded(GoldenCase expected) {
        return expected.line().get("ids_reference").isArray();
    }

    private static List<ChatMessage> messages(GoldenCase expected) {
        JsonNode messages = expected.line().get("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message ->
                        new ChatMessage(
                                message.get("role").textValue(),
                                message.get("content").textValue()))
                .toList();
    }

    private static ChatFormat format(GoldenCase expected) {
        return expected.text("template").startsWith("llama")
                ? ChatFormat.INST
                : ChatFormat.SOURCE_STEP;
    }
}
