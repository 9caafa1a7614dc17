package llamaline.endtoend.development;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import llamaline.endtoend.stack.FrontScript;
import llamaline.endtoend.stack.Gateway;
import llamaline.launcher.machine.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One service runs by hand beside {@code up}, and another one lets a debugger in. */
class ServiceByHandTest {
    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);

    private final int port = Ports.free();
    private final int debugPort = Ports.free();
    @TempDir private Path folder = Path.of("");

    ServiceByHandTest() throws Exception {}

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void theGatewayRunsByTheCommandThatUpPrints() throws Exception {
        Process up = up("--without", "gateway", "--debug", "worker=" + debugPort);
        try (BufferedReader said = up.inputReader()) {
            String command = String.valueOf(said.readLine());
            assertTrue(command.contains("gateway-service"), command);
            Process gateway = start(new ProcessBuilder("/bin/sh", "-c", "exec " + command));
            try {
                assertEquals("ready http://localhost:" + port, said.readLine());
                var body = Gateway.greedy("demo", 8).put("prompt", "def f(x):");
                assertEquals(8, new Gateway("http://localhost:" + port).ask(body).ids().size());
                assertArrayEquals(HANDSHAKE, debuggersGreeting());
            } finally {
                gateway.destroyForcibly();
            }
        } finally {
            up.destroy();
            up.waitFor();
        }
    }

    private Process up(String... options) throws IOException {
        ProcessBuilder builder =
                FrontScript.builder(
                        "up",
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        Integer.toString(port));
        builder.command().addAll(List.of(options));
        return start(builder);
    }

    private byte[] debuggersGreeting() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), debugPort)) {
            socket.getOutputStream().write(HANDSHAKE);
            return socket.getInputStream().readNBytes(HANDSHAKE.length);
        }
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        return builder.redirectError(new File("/dev/null")).start();
    }
}
