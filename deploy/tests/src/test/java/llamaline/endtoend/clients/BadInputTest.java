package llamaline.endtoend.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llamaline.endtoend.stack.Gateway;
import llamaline.endtoend.stack.RunningStack;
import llamaline.endtoend.stack.Stacks;
import org.junit.jupiter.api.Test;

/** Promise 5: bad input gets a clear error, and nothing dies of it. */
class BadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final RunningStack stack = Stacks.ofAllModels();

    /**
     * A wrong request and its answer.
     *
     * @param says what the error's message has in it
     */
    private record Row(String name, HttpRequest.Builder request, int status, String says) {}

    @Test
    void answersEachWithItsErrorAndGoesOn() throws Exception {
        List<Long> before = pids();
        for (Row row : rows()) {
            HttpResponse<String> response =
                    Gateway.send(row.request(), HttpResponse.BodyHandlers.ofString());
            assertEquals(row.status(), response.statusCode(), row.name() + response.body());
            JsonNode error = JSON.readTree(response.body()).path("error");
            String message = error.path("message").asText();
            assertTrue(message.contains(row.says()), row.name() + ": " + message);
            assertTrue(error.has("type") && error.has("param") && error.has("code"), row.name());
            assertFalse(response.body().contains("Exception"), response.body());
        }
        assertEquals(before, pids());
        var request = Gateway.greedy("demo", 4).put("prompt", "def f(x):");
        assertEquals(4, stack.gateway().ask(request).ids().size());
    }

    @Test
    void readsLongTextsInTurn() throws Exception {
        List<Long> before = pids();
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (String path : List.of("/v1/tokenizer/encode", "/v1/completions")) {
            for (String letter : List.of("a", " ", "a", " ")) {
                String text = letter.repeat(4_190_000);
                String body =
                        "{\"model\": \"demo\", \"%s\": \"%s\"}"
                                .formatted(path.endsWith("encode") ? "text" : "prompt", text);
                answers.add(Gateway.sendLater(post(path, body.getBytes(StandardCharsets.UTF_8))));
            }
        }
        for (var answer : answers) {
            int status = answer.get(2, TimeUnit.MINUTES).statusCode();
            assertTrue(status == 200 || status == 400, "status " + status);
        }
        assertEquals(before, pids());
    }

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        rows.add(row("unknown model", "{\"model\": \"none\", \"prompt\": \"x\"}", 404, "none"));
        rows.add(row("no model of several", "{\"prompt\": \"x\"}", 400, "model"));
        if (Stacks.models().containsKey("tiny-34b")) {
            rows.add(
                    row(
                            "no infilling",
                            "{\"model\": \"tiny-34b\", \"prompt\": \"x\", \"suffix\": \"y\"}",
                            400,
                            "cannot infill"));
        }
        rows.add(demo("two gaps", "\"prompt\": \"a<FILL_ME>b<FILL_ME>c\"", "<FILL_ME>"));
        rows.add(demo("over the context", "\"prompt\": " + ids(20_000), "16384"));
        rows.add(demo("a prompt of a wrong type", "\"prompt\": {}", "'prompt' must be"));
        rows.add(demo("a number as text", "\"prompt\": \"\", \"max_tokens\": \"1\"", "max_tokens"));
        rows.add(demo("half an integer", "\"prompt\": \"\", \"n\": 1.5", "'n' must be"));
        rows.add(demo("too hot", "\"prompt\": \"\", \"temperature\": 3", "temperature"));
        rows.add(demo("an id too high", "\"prompt\": [1, 4112]", "out of vocabulary"));
        rows.add(demo("an id too low", "\"prompt\": [-1]", "out of vocabulary"));
        rows.add(demo("no id at all", "\"prompt\": []", "empty"));
        rows.add(row("broken JSON", "{\"model\": \"demo\", \"prompt\": ", 400, "JSON"));
        rows.add(row("no object", "[]", 400, "object"));
        rows.add(row("deep", "[".repeat(100_000), 400, "JSON"));
        rows.add(row("large", "{\"prompt\": \"" + "x".repeat(40 << 20) + "\"}", 413, "larger"));
        rows.add(new Row("invalid UTF-8", post(new byte[] {'"', (byte) 0xff, '"'}), 400, "UTF-8"));
        rows.add(
                new Row(
                        "a foreign page",
                        post("{}".getBytes(StandardCharsets.UTF_8))
                                .header("Origin", "https://example.com"),
                        403,
                        "rigin"));
        rows.add(
                new Row(
                        "no JSON",
                        HttpRequest.newBuilder(completions())
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{}")),
                        415,
                        "application/json"));
        rows.add(new Row("wrong method", HttpRequest.newBuilder(completions()).GET(), 405, "POST"));
        return rows;
    }

    private Row demo(String name, String fields, String says) {
        return row(name, "{\"model\": \"demo\", " + fields + "}", 400, says);
    }

    private Row row(String name, String body, int status, String says) {
        return new Row(name, post(body.getBytes(StandardCharsets.UTF_8)), status, says);
    }

    private HttpRequest.Builder post(byte[] body) {
        return post("/v1/completions", body);
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return HttpRequest.newBuilder(URI.create(stack.url() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
    }

    private URI completions() {
        return URI.create(stack.url() + "/v1/completions");
    }

    private static String ids(int count) {
        return "[" + String.join(",", Collections.nCopies(count, "5")) + "]";
    }

    private List<Long> pids() {
        return stack.processes().stream().map(ProcessHandle::pid).sorted().toList();
    }
}
