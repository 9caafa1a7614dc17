package llamaline.endtoend.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.FrontScript.Outcome;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chats in both formats: the reference's prompt ids over HTTP and by {@code ./llamaline chat}. */
class ChatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANSWER_TOKENS = 12;
    private static final int LONG_ANSWER = 8000;
    private static final int LETTERS = 200;
    private static final String CTRL_C = "\u0003";

    @TempDir private static Path folder = Path.of("");
    private static List<ChatModel> models = List.of();
    private static List<RunningStack> stacks = List.of();

    @BeforeAll
    static void start() throws IOException {
        models = ChatModel.all(folder);
        var arguments = new ArrayList<String>();
        for (ChatModel model : models) {
            arguments.addAll(List.of("--model", model.name() + "=" + model.checkpoint()));
        }
        stacks = List.of(RunningStack.up(arguments.toArray(String[]::new)));
    }

    @AfterAll
    static void stop() {
        stacks.forEach(RunningStack::close);
    }

    static List<ChatModel> models() {
        return models;
    }

    @ParameterizedTest
    @MethodSource("models")
    void readsEachChatAsTheReferenceDoes(ChatModel model) throws Exception {
        int read = 0;
        for (JsonNode chat : model.chats()) {
            JsonNode expected = chat.path("ids_reference");
            HttpResponse<String> response = ask(model, chat.path("messages"), false);
            String id = model.name() + " " + chat.path("id").asText();
            if (expected.isArray()) {
                assertEquals(200, response.statusCode(), id + ": " + response.body());
                assertEquals(expected, promptIds(response.body()), id);
                read++;
            } else {
                assertEquals(400, response.statusCode(), id + ": " + response.body());
                JsonNode error = JSON.readTree(response.body()).path("error");
                assertFalse(error.path("message").asText().isEmpty(), response.body());
            }
        }
        assertTrue(read > 0);
    }

    @ParameterizedTest
    @MethodSource("models")
    void streamsTheAnswerThatItGivesWhole(ChatModel model) throws Exception {
        JsonNode messages = model.chats().getFirst().path("messages");
        String whole = content(ask(model, messages, false).body(), "message");
        var streamed = new StringBuilder();
        for (String line : ask(model, messages, true).body().lines().toList()) {
            if (line.startsWith("data: {")) {
                streamed.append(content(line.substring("data: ".length()), "delta"));
            }
        }
        assertEquals(whole, streamed.toString());
    }

    @ParameterizedTest
    @MethodSource("models")
    void thePipeSaysTheSame(ChatModel model) throws Exception {
        for (JsonNode chat : model.chats()) {
            JsonNode messages = chat.path("messages");
            boolean hasSystem = messages.path(0).path("role").asText().equals("system");
            boolean isOneTurn = messages.size() == (hasSystem ? 2 : 1);
            String said = messages.path(messages.size() - 1).path("content").asText();
            if (!isOneTurn || !chat.path("ids_reference").isArray() || said.isBlank()) {
                continue;
            }
            var options = new ArrayList<>(List.of("--json", "--return-token-ids"));
            if (hasSystem) {
                options.addAll(List.of("--system", messages.path(0).path("content").asText()));
            }
            Outcome outcome = chat(model, said, options);
            assertEquals(0, outcome.exitCode(), outcome.err());
            assertEquals(chat.path("ids_reference"), promptIds(outcome.out()));
            return;
        }
        throw new AssertionError("no golden of one turn");
    }

    @Test
    void thePipePrintsTheAnswerAlone() throws Exception {
        ChatModel model = models.getFirst();
        JsonNode messages = model.chats().getFirst().path("messages");
        String said = messages.path(messages.size() - 1).path("content").asText();
        String answer = content(ask(model, messages, false).body(), "message");
        Outcome outcome = chat(model, said, List.of());
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertEquals(answer.replaceFirst("^ ", ""), outcome.out());
        assertEquals("", outcome.err());
    }

    @Test
    void ctrlCAtATerminalCancelsTheAnswerAndNotTheProgram() throws Exception {
        PseudoTerminal.require();
        ChatModel model = models.getFirst();
        String call =
                "./llamaline chat --url %s --model %s --min-new-tokens %d --max-new-tokens %d"
                        .formatted(url(), model.name(), LONG_ANSWER, LONG_ANSWER);
        try (var terminal = PseudoTerminal.start(call)) {
            terminal.awaitText("/exit or Ctrl-D leaves");
            for (String message : List.of("Hello", "And again")) {
                terminal.type(message + "\r");
                terminal.awaitMoreThan(LETTERS);
                terminal.type(CTRL_C);
                terminal.awaitText("llamaline: cancelled");
            }
            terminal.type("/exit\r");
            assertEquals(0, terminal.exitCode());
        }
    }

    private static Outcome chat(ChatModel model, String said, List<String> options) {
        var arguments = new ArrayList<>(List.of("chat", "-", "--url", url()));
        arguments.addAll(List.of("--model", model.name()));
        arguments.addAll(List.of("--max-new-tokens", String.valueOf(ANSWER_TOKENS)));
        arguments.addAll(options);
        return FrontScript.run(said, arguments.toArray(String[]::new));
    }

    private static HttpResponse<String> ask(ChatModel model, JsonNode messages, boolean streams) {
        ObjectNode body = Gateway.greedy(model.name(), ANSWER_TOKENS);
        ArrayNode list = body.put("stream", streams).putArray("messages");
        messages.forEach(list::add);
        return Gateway.send(
                HttpRequest.newBuilder(URI.create(url() + "/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String url() {
        return stacks.getFirst().url();
    }

    private static JsonNode promptIds(String answer) throws JsonProcessingException {
        JsonNode root = JSON.readTree(answer);
        JsonNode ofAnswer = root.path("prompt_token_ids");
        return ofAnswer.isArray()
                ? ofAnswer
                : root.path("choices").path(0).path("prompt_token_ids");
    }

    private static String content(String answer, String part) throws JsonProcessingException {
        return JSON.readTree(answer).path("choices").path(0).path(part).path("content").asText("");
    }
}
