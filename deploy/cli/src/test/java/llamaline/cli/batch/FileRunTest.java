package llamaline.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import llamaline.cli.Llamaline;
import llamaline.cli.client.FakeGateway;
import llamaline.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of prompts becomes a file of results. */
class FileRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir private Path folder;

    @Test
    void writesResultsInThePromptsOrder() throws Exception {
        List<String> prompts = IntStream.range(0, 100).mapToObj(i -> "prompt " + i).toList();
        Path input = write("in.txt", String.join("\n", prompts));
        try (var gateway = shouting()) {
            assertEquals(0, run(gateway, input));
            List<JsonNode> results = results();
            assertEquals(100, results.size());
            for (int i = 0; i < 100; i++) {
                assertEquals(
                        "{\"index\":%1$d,\"prompt\":\"prompt %1$d\",\"text\":\"PROMPT %1$d\",\"finish_reason\":\"stop\"}"
                                .formatted(i),
                        results.get(i).toString());
            }
            assertEquals(
                    "llamaline: completing 100 prompts [##############################] 100 %\n",
                    text());
        }
    }

    @Test
    void readsJsonLinesWithFillings() throws Exception {
        Path input =
                write(
                        "in.jsonl",
                        "\uFEFF{\"id\": 7, \"prompt\": \"é <FILL_ME>\\nb\"}\n\n{\"prompt\": \"c\"}");
        try (var gateway = shouting()) {
            assertEquals(0, run(gateway, input));
            assertEquals(
                    List.of("É <FILL_ME>\nB", "C"),
                    results().stream().map(result -> result.path("text").asText()).toList());
        }
    }

    @Test
    void readsCommaSeparatedValues() throws Exception {
        Path input = write("in.csv", "id,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n2,d\r\n");
        try (var gateway = shouting()) {
            assertEquals(0, run(gateway, input));
            assertEquals(List.of("a, \"b\"\nc", "d"), prompts());
            assertEquals(0, run(gateway, input, "--column", "id", "--overwrite"));
            assertEquals(List.of("1", "2"), prompts());
        }
    }

    @Test
    void namesTheColumnsThatThereAre() throws Exception {
        try (var gateway = shouting()) {
            for (Path input :
                    List.of(
                            write("in.csv", "id,question\n1,a\n"),
                            write("in.jsonl", "{\"id\": 1, \"question\": \"a\"}\n"))) {
                assertEquals(2, run(gateway, input));
                assertTrue(
                        text().contains(
                                        "has no column 'prompt' or 'text'; it has: id, question; choose with --column NAME"),
                        text());
                assertEquals(2, run(gateway, input, "--column", "answer"));
                assertTrue(text().contains("has no column 'answer'; it has: id"), text());
            }
            assertEquals(List.of(), gateway.bodies());
            assertFalse(Files.exists(folder.resolve("out.jsonl")));
        }
    }

    @Test
    void recordsWhatFailedAndSaysSo() throws Exception {
        Path input =
                write(
                        "in.jsonl",
                        "{\"prompt\": \"a\"}\n{\"prompt\": \"bad\"}\n{broken\n{\"prompt\": 3}\n{\"prompt\": \"z\"}\n");
        try (var gateway = shouting()) {
            assertEquals(5, run(gateway, input));
            List<JsonNode> results = results();
            assertEquals("A", results.get(0).path("text").asText());
            assertEquals(
                    "{\"index\":1,\"prompt\":\"bad\",\"error\":\"refused: bad\"}",
                    results.get(1).toString());
            assertTrue(
                    results.get(2).path("error").asText().startsWith("line 3 is no JSON object"));
            assertEquals("line 4 has no text in 'prompt'", results.get(3).path("error").asText());
            assertEquals("Z", results.get(4).path("text").asText());
            assertTrue(text().endsWith("llamaline: 3 of 5 prompts failed; the results say why\n"));
        }
    }

    @Test
    void goesOnWhereAnInterruptedRunEnded() throws Exception {
        Path input = write("in.txt", "a\nbad\nc\nd\n");
        Path output = folder.resolve("out.jsonl");
        try (var gateway = shouting()) {
            assertEquals(5, run(gateway, input));
            String whole = Files.readString(output);
            assertEquals(4, gateway.bodies().size());
            for (int cut = 0; cut <= whole.length(); cut += 13) {
                Files.writeString(output, whole.substring(0, cut));
                int finished = (int) whole.substring(0, cut).chars().filter(c -> c == '\n').count();
                int before = gateway.bodies().size();
                assertEquals(5, run(gateway, input, "--resume"));
                assertEquals(whole, Files.readString(output));
                assertEquals(4 - finished, gateway.bodies().size() - before);
            }
        }
    }

    @Test
    void keepsWhatIsThereWhereTheGatewayGoesAway() throws Exception {
        Path input = write("in.txt", "a\nb\ndown\nd\n");
        try (var gateway = shouting()) {
            assertEquals(4, run(gateway, input));
            assertEquals(List.of("a", "b"), prompts());
            assertTrue(text().contains("2 of 4 prompts are done; --resume goes on"), text());
        }
    }

    @Test
    void endsWhereTheModelDoesNotExist() throws Exception {
        Path input = write("in.txt", "a\nb\n");
        String error = "{\"error\": {\"message\": \"The model 'x' does not exist\"}}";
        try (var gateway = new FakeGateway(404, error)) {
            assertEquals(3, run(gateway, input));
            assertEquals(List.of(), prompts());
            assertTrue(text().endsWith("llamaline: The model 'x' does not exist\n"), text());
        }
    }

    @Test
    void replacesNothingUnasked() throws Exception {
        Path input = write("in.txt", "a\n");
        write("out.jsonl", "mine\n");
        try (var gateway = shouting()) {
            assertEquals(2, run(gateway, input));
            assertTrue(text().contains("is there already"), text());
            assertEquals(2, run(gateway, input, "--resume"));
            assertTrue(text().contains("is no result of prompt 0 of this input"), text());
            assertEquals("mine\n", Files.readString(folder.resolve("out.jsonl")));
            assertEquals(0, run(gateway, input, "--overwrite"));
            assertEquals(List.of("a"), prompts());
        }
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() throws Exception {
        Path input = write("in.txt", "a\n");
        Path binary = Files.write(folder.resolve("x.txt"), new byte[] {'a', (byte) 0xff});
        try (var gateway = shouting()) {
            assertEquals(2, run(gateway, input, "--resume", "--overwrite"));
            assertEquals(2, run(gateway, input, "--column", "a"));
            assertEquals(2, run(gateway, input, "--json"));
            assertEquals(2, run(gateway, input, "--parallel", "0"));
            assertEquals(2, execute("complete", "--input", input.toString()));
            assertEquals(2, execute("complete", "--resume", "x"));
            assertEquals(2, run(gateway, write("in.xml", "")));
            assertEquals(1, run(gateway, folder.resolve("none.txt")));
            assertEquals(1, run(gateway, binary));
            assertEquals(
                    2,
                    execute(
                            "complete",
                            "--input",
                            input.toString(),
                            "--output",
                            input.toString(),
                            "--overwrite"));
            assertEquals("a\n", Files.readString(input));
            assertEquals(List.of(), gateway.bodies());
        }
    }

    /** Completes with the prompt in capitals. */
    private static FakeGateway shouting() throws IOException {
        return new FakeGateway(body -> {
            String prompt = parsed(body).path("prompt").asText();
            return switch (prompt) {
                case "bad" ->
                        new FakeGateway.Reply(400, "{\"error\": {\"message\": \"refused: bad\"}}");
                case "down" -> new FakeGateway.Reply(503, "{}");
                default -> {
                    var answer = JSON.createObjectNode();
                    answer.putArray("choices")
                            .addObject()
                            .put("text", prompt.toUpperCase(Locale.ROOT))
                            .put("finish_reason", "stop");
                    yield new FakeGateway.Reply(200, answer.toString());
                }
            };
        });
    }

    private int run(FakeGateway gateway, Path input, String... more) {
        var arguments = new ArrayList<>(List.of("complete", "--url", gateway.url()));
        arguments.addAll(List.of("--input", input.toString()));
        arguments.addAll(List.of("--output", folder.resolve("out.jsonl").toString()));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        return Llamaline.commandLine(terminal).execute(arguments);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<String> prompts() throws IOException {
        return results().stream().map(result -> result.path("prompt").asText()).toList();
    }

    private List<JsonNode> results() throws IOException {
        return Files.readAllLines(folder.resolve("out.jsonl")).stream()
                .map(FileRunTest::parsed)
                .toList();
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
