package llamaline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llamaline.cli.terminal.ExitCodes;
import llamaline.cli.terminal.Terminal;
import llamaline.testkit.Conformance;
import llamaline.testkit.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that need a tokenizer and nothing else. */
class TokenizerCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEMO = Goldens.demoModel().toString();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void tokenizesAsTheGoldensSay() throws IOException {
        Goldens.lines(Goldens.resource("demo-4112").resolve("encode.jsonl"))
                .filter(golden -> golden.get("id").textValue().startsWith("code"))
                .forEach(golden -> {
                    String text = golden.get("text").textValue();
                    JsonNode tokens = json(text, "tokenize", "-", "--no-special-tokens", "--json");
                    assertEquals(golden.get("ids"), tokens.get("ids"));
                    assertEquals(golden.get("pieces"), tokens.get("pieces"));
                });
    }

    @Test
    void tokenizesForPeople() {
        assertEquals("1 353\n", run("", "tokenize", "=").replaceAll(" \\d+\n", " 353\n"));
        String lines = run("", "tokenize", "x", "--pieces");
        assertTrue(lines.matches("     1  <s>\n +\\d+  ▁x\n"), lines);
    }

    @Test
    void laysOutAnInfillingPrompt() {
        JsonNode tokens = json("", "tokenize", "a<FILL_ME>b", "--json");
        assertEquals("▁<PRE>", tokens.at("/pieces/1").textValue());
        JsonNode plain = json("", "tokenize", "a<FILL_ME>", "--json");
        assertEquals(json("", "tokenize", "a", "--json"), plain);
        assertEquals(ExitCodes.USAGE, call("", "tokenize", "<FILL_ME><FILL_ME>", "--model", DEMO));
    }

    @Test
    void detokenizesAsTheGoldensSay() throws IOException {
        for (JsonNode golden :
                Goldens.lines(Goldens.resource("demo-4112").resolve("decode.jsonl"))
                        .limit(60)
                        .toList()) {
            String ids = golden.get("ids").toString();
            assertEquals(
                    golden.get("text_keep_special").textValue() + "\n", run(ids, "detokenize"));
            assertEquals(
                    golden.get("text_skip_special").textValue() + "\n",
                    run(ids, "detokenize", "-", "--skip-special-tokens"));
        }
        assertEquals(ExitCodes.USAGE, call("", "detokenize", "99999", "--model", DEMO));
    }

    @Test
    void drawsTheReferencesMask() throws IOException {
        if (!Conformance.isHere("attention-mask", 1)) {
            return;
        }
        Path masks = Conformance.folder("attention-mask").orElseThrow();
        String model = Conformance.folder("models/tiny-7b").orElseThrow().toString();
        String text = "A normal attention mask";

        String plain = run("", "mask", text, "--color", "never", "--model", model);
        String ansi = run("", "mask", text, "--color", "always", "--model", model);

        assertEquals(Files.readString(masks.resolve("tiny-7b-1.plain.txt")), plain);
        assertEquals(Files.readString(masks.resolve("tiny-7b-1.ansi.txt")), ansi);
    }

    @Test
    void writesPictures(@TempDir Path folder) throws IOException {
        Path svg = folder.resolve("mask.svg");
        Path png = folder.resolve("mask.png");

        assertEquals(
                "", run("", "mask", "x = 1", "--svg", svg.toString(), "--png", png.toString()));

        assertTrue(Files.readString(svg).startsWith("<svg"));
        assertArrayEquals(
                new byte[] {(byte) 0x89, 'P', 'N', 'G'}, Arrays.copyOf(Files.readAllBytes(png), 4));
        assertEquals("causal", json("", "mask", "x = 1", "--json").get("layout").textValue());
    }

    @Test
    void asksAGatewayThatIsNamed() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestURI()
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    byte[] answer =
                            "{\"tokens\":[1,7],\"token_strs\":[\"<s>\",\"x\"],\"text\":\"y\"}"
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            call("", "tokenize", "x", "--url", url, "--model", "m");
            assertEquals("1 7\n", taken());
            call("", "detokenize", "1,7", "--url", url);
            assertEquals("y\n", taken());
        } finally {
            server.stop(0);
        }
        assertEquals(
                "/tokenize{\"model\":\"m\",\"prompt\":\"x\",\"add_special_tokens\":true,\"return_token_strs\":true}",
                asked.get(0));
        assertEquals(
                "/v1/tokenizer/decode{\"skip_special_tokens\":false,\"token_ids\":[1,7]}",
                asked.get(1));
    }

    @Test
    void saysWhatAFolderLacks(@TempDir Path folder) {
        assertEquals(ExitCodes.FAILED, call("", "tokenize", "x", "--model", folder.toString()));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("tokenizer.model"));
    }

    private JsonNode json(String in, String... arguments) {
        try {
            return JSON.readTree(run(in, arguments));
        } catch (IOException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    /** Standard output of a call on the demo model, or on the one that it names. */
    private String run(String in, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--model")) {
            all.addAll(List.of("--model", DEMO));
        }
        assertEquals(
                ExitCodes.OK,
                call(in, all.toArray(String[]::new)),
                () -> err.toString(StandardCharsets.UTF_8));
        return taken();
    }

    private String taken() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    private int call(String in, String... arguments) {
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        return Llamaline.commandLine(terminal).execute(arguments);
    }
}
