package llamaline.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import llamaline.cli.client.FakeGateway;
import llamaline.cli.client.GatewaySession;
import llamaline.cli.client.GenerationOptions;
import llamaline.cli.client.StallingGateway;
import llamaline.cli.terminal.Terminal;
import llamaline.testkit.Await;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person types; the keyboard and screen are streams. */
class ChatLoopTest {
    private static final char CTRL_C = 3;
    private static final char CTRL_D = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final ExecutorService person = Executors.newVirtualThreadPerTaskExecutor();
    private PipedInputStream keys;

    @BeforeEach
    void plugIn() throws IOException {
        keys = new PipedInputStream(keyboard, 1 << 16);
    }

    @AfterEach
    void leave() throws IOException {
        keyboard.close();
        person.close();
    }

    @Test
    void theModelHearsWhatWasSaidBefore() throws Exception {
        try (var gateway = FakeGateway.chatting(" An", " answer")) {
            type("one\rtwo\\\rthree\r/exit\r");
            chat(gateway.url()).get(30, TimeUnit.SECONDS);
            assertEquals("An answer\nAn answer\n", text(out));
            String asked = gateway.bodies().getLast();
            assertTrue(
                    asked.startsWith(
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"one\"},{\"role\":\"assistant\",\"content\":\"An answer\"},"
                                    + "{\"role\":\"user\",\"content\":\"two\\nthree\"}],"),
                    asked);
            assertTrue(text(err).contains("the answer is cut at its limit of tokens"), text(err));
        }
    }

    @Test
    void commandsAreNotSent() throws Exception {
        try (var gateway = FakeGateway.chatting("y")) {
            type("/help\r\r/nonsense\rone\r/clear\rtwo!\r/exit\r");
            chat(gateway.url()).get(30, TimeUnit.SECONDS);
            assertEquals(2, gateway.bodies().size());
            assertTrue(
                    gateway.bodies()
                            .getLast()
                            .contains("[{\"role\":\"user\",\"content\":\"two!\"}]"));
            assertTrue(text(out).startsWith("/clear  forget"), text(out));
            assertTrue(text(err).contains("no such command: /nonsense; /help lists them"));
        }
    }

    @Test
    void ctrlCCancelsTheAnswerAndNotTheProgram() throws Exception {
        try (var gateway = new StallingGateway()) {
            type("one\r");
            Future<?> talk = chat(gateway.url());
            Await.until("the answer to begin", () -> text(out).contains("Once upon"));
            type("ignored" + CTRL_C);
            assertTrue(gateway.awaitHangUp());
            Await.until("the talk to go on", () -> text(err).contains("llamaline: cancelled"));
            assertFalse(talk.isDone());
            type("/exit\r");
            talk.get(30, TimeUnit.SECONDS);
            assertEquals("Once upon\n", text(out));
        }
    }

    @Test
    void ctrlCCancelsTheLineThatIsBeingTyped() throws Exception {
        try (var gateway = FakeGateway.chatting("y")) {
            Future<?> talk = chat(gateway.url());
            type("a\\\rnever mind");
            Await.until("the line to be seen", () -> text(screen).contains("mind"));
            type(String.valueOf(CTRL_C));
            type("one\r/exit\r");
            talk.get(30, TimeUnit.SECONDS);
            assertEquals(1, gateway.bodies().size());
            assertTrue(gateway.bodies().getFirst().contains("\"content\":\"one\""));
        }
    }

    @Test
    void ctrlDLeaves() throws Exception {
        try (var gateway = FakeGateway.chatting("y")) {
            Future<?> talk = chat(gateway.url());
            Await.until("the prompt", () -> text(screen).contains("> "));
            type(String.valueOf(CTRL_D));
            talk.get(30, TimeUnit.SECONDS);
            assertEquals(0, gateway.bodies().size());
        }
    }

    @Test
    void anErrorDoesNotEndTheTalk() throws Exception {
        String error = "{\"error\": {\"message\": \"roles must alternate\"}}";
        try (var gateway = new FakeGateway(400, error)) {
            type("one\rtwo\r/exit\r");
            chat(gateway.url()).get(30, TimeUnit.SECONDS);
            assertEquals(2, text(err).split("roles must alternate", -1).length - 1);
            assertTrue(
                    gateway.bodies()
                            .getLast()
                            .contains("[{\"role\":\"user\",\"content\":\"two\"}]"));
        }
    }

    private void type(String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private Future<?> chat(String url) {
        return person.submit(() -> {
            talk(url, keys);
            return null;
        });
    }

    private void talk(String url, InputStream typed) throws Exception {
        var terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        true,
                        true);
        var keyboardAndScreen =
                new ExternalTerminal("test", "xterm", typed, screen, StandardCharsets.UTF_8);
        keyboardAndScreen.setSize(Size.of(80, 24));
        try (var console = new ChatConsole(keyboardAndScreen);
                var session = GatewaySession.open(url, null, terminal)) {
            var loop =
                    new ChatLoop(
                            console,
                            session,
                            new GenerationOptions(),
                            new Conversation(null),
                            terminal);
            loop.run();
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
