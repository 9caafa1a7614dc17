package llamaline.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import llamaline.cli.Llamaline;
import llamaline.cli.client.FakeGateway;
import llamaline.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;

/** One message and its answer. */
class ChatCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsTheAnswerWithoutTheSpaceInFront() throws Exception {
        try (var gateway = FakeGateway.chatting(" ", " Hello", " é😀\\n")) {
            assertEquals(0, run("", "chat", "Hi", "--url", gateway.url()));
            assertEquals("Hello é😀\n", text(out));
            assertEquals("", text(err));
            assertEquals(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":256,\"temperature\":0.0,\"stream\":true}",
                    gateway.bodies().getFirst());
        }
    }

    @Test
    void allOfStandardInputIsOneMessage() throws Exception {
        try (var gateway = FakeGateway.chatting("y")) {
            assertEquals(0, run("Explain:\ndef f():\n", "chat", "--url", gateway.url()));
            assertEquals(0, run("Explain:\ndef f():\n", "chat", "-", "--url", gateway.url()));
            assertEquals("yy", text(out));
            assertEquals(2, gateway.bodies().size());
            for (String body : gateway.bodies()) {
                assertTrue(body.contains("\"content\":\"Explain:\\ndef f():\\n\""), body);
            }
        }
    }

    @Test
    void sendsWhatTheOptionsSay() throws Exception {
        try (var gateway = FakeGateway.chatting("y")) {
            run(
                    "",
                    "chat",
                    "Hi",
                    "--url",
                    gateway.url(),
                    "--model",
                    "m",
                    "--system",
                    "Be brief.",
                    "--max-tokens",
                    "5",
                    "--temperature",
                    "0.5",
                    "--seed",
                    "7");
            assertEquals(
                    "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"}],"
                            + "\"max_tokens\":5,\"temperature\":0.5,\"stream\":true,\"model\":\"m\",\"seed\":7}",
                    gateway.bodies().getFirst());
        }
    }

    @Test
    void printsTheGatewaysJson() throws Exception {
        try (var gateway = new FakeGateway(200, "{\"choices\": []}")) {
            assertEquals(0, run("", "chat", "Hi", "--json", "--url", gateway.url()));
            assertEquals("{\"choices\": []}\n", text(out));
        }
    }

    @Test
    void saysInOneLineWhatTheGatewayRefused() throws Exception {
        String error = "{\"error\": {\"message\": \"The model 'base' has no chat template.\"}}";
        try (var gateway = new FakeGateway(400, error)) {
            assertNotEquals(0, run("", "chat", "Hi", "--url", gateway.url()));
            assertEquals("", text(out));
            assertEquals("llamaline: The model 'base' has no chat template.\n", text(err));
        }
    }

    private int run(String input, String... arguments) {
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        return Llamaline.commandLine(terminal).execute(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
