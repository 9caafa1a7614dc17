package llamaline.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import llamaline.launcher.machine.LaunchException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher makes of a gateway's answers. */
class GatewayProbeTest {
    private HttpServer server = serverOnAnyPort();

    private static HttpServer serverOnAnyPort() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError("no free port", e);
        }
    }

    @BeforeEach
    void start() {
        answer("/health", 200, "{}");
        answer("/v1/models/", 200, "{\"workers\": 1}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(status, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
    }

    private boolean answers(int workers) throws LaunchException, InterruptedException {
        return new GatewayProbe(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .answers("m", workers);
    }

    @Test
    void isReadyWithACompletionAndAllWorkers() throws Exception {
        answer("/v1/completions", 200, "{}");
        assertTrue(answers(1));
        assertFalse(answers(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 429, 503, 504})
    void waitsWhereALaterAnswerMayBeAnother(int status) throws Exception {
        answer("/v1/completions", status, "{\"error\": {\"message\": \"not now\"}}");
        assertFalse(answers(1));
    }

    @Test
    void endsWithTheGatewaysMessageWhereTheModelFails() {
        answer("/v1/completions", 500, "{\"error\": {\"message\": \"No numbers.\"}}");
        var failure = assertThrows(LaunchException.class, () -> answers(1));
        assertEquals("the model 'm' cannot answer: No numbers.", failure.getMessage());
    }
}
