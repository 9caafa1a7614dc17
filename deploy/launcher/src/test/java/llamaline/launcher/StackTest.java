package llamaline.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import llamaline.broker.BrokerSettings;
import llamaline.broker.EmbeddedBroker;
import llamaline.launcher.data.DataDirectory;
import llamaline.launcher.machine.LaunchException;
import llamaline.launcher.model.ModelSource;
import llamaline.launcher.process.ProcessOptions;
import llamaline.launcher.process.ProcessOptions.Lifetime;
import llamaline.launcher.process.StartUpCaches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a stack when one of its services cannot run. */
class StackTest {
    private static final byte[] ONE_WORKER = "{\"workers\": 1}".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Test
    void goesOnWithoutAServiceOnceItServes() throws Exception {
        HttpServer gateway = gateway();
        try (Stack stack = stack(gateway.getAddress().getPort())) {
            stack.awaitReady();

            assertFalse(stack.failsStart("worker-m-1", "it has no model"));
            stack.givesUp("worker-m-1", "it has no model");
            stack.restarts("gateway", "ended (exit code 1)", Duration.ofMillis(250));

            assertEquals("worker-m-1 is given up: it has no model", said.poll());
            assertEquals("gateway ended (exit code 1), starting it again in 250 ms", said.poll());
            assertFalse(stack.isClosed());
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void failsTheStartByAServiceThatCannotRun() throws Exception {
        HttpServer gateway = gateway();
        try (Stack stack = stack(gateway.getAddress().getPort())) {
            assertTrue(stack.failsStart("worker-m-1", "it has no model"));
            var failure = assertThrows(LaunchException.class, stack::awaitReady);
            assertEquals("worker-m-1: it has no model", failure.getMessage());
            assertTrue(stack.failsStart("worker-m-2", "it has none either"));
        } finally {
            gateway.stop(0);
        }
    }

    /** Answers everything as a gateway that serves the model. */
    private static HttpServer gateway() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, ONE_WORKER.length);
                        exchange.getResponseBody().write(ONE_WORKER);
                    }
                });
        server.start();
        return server;
    }

    private Stack stack(int port) throws Exception {
        var settings =
                new StackSettings(
                        List.of(new ModelSource("m", folder)),
                        "127.0.0.1",
                        port,
                        1,
                        Map.of(),
                        folder.resolve("data"),
                        new ProcessOptions(Lifetime.LONG, StartUpCaches.USE));
        DataDirectory data = DataDirectory.open(settings.data());
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.onLoopback(data.broker()));
        return new Stack(settings, data, broker, new QueueListener(said));
    }

    private record QueueListener(BlockingQueue<String> said) implements LaunchListener {
        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void importing(String model, double share) {}
    }
}
