package llamaline.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Answers completions as it is told, and remembers what it was asked. */
public final class FakeGateway implements AutoCloseable {
    private final HttpServer server;
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final Function<String, Reply> replies;

    public FakeGateway(int status, String answer) throws IOException {
        this(_ -> new Reply(status, answer));
    }

    /**
     * Starts a gateway that answers each body by a function.
     *
     * @param replies to the bodies of requests
     */
    public FakeGateway(Function<String, Reply> replies) throws IOException {
        this.replies = replies;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/completions", this::complete);
        server.createContext("/v1/chat/completions", this::complete);
        server.createContext("/v1/models", this::models);
        server.start();
    }

    /** What is sent back. */
    public record Reply(int status, String body) {}

    /** Answers with a stream of these texts. */
    public static FakeGateway streaming(String... texts) throws IOException {
        var events = new StringBuilder(": a comment\n\n");
        for (String text : texts) {
            events.append("data: {\"choices\": [{\"index\": 0, \"text\": \"")
                    .append(text)
                    .append("\"}]}\n\n");
        }
        return new FakeGateway(200, events.append("data: [DONE]\n\n").toString());
    }

    /** Answers a chat with a stream of these texts, cut at its limit. */
    public static FakeGateway chatting(String... texts) throws IOException {
        var events = new StringBuilder(delta("\"role\": \"assistant\", \"content\": null", "null"));
        for (String text : texts) {
            events.append(delta("\"content\": \"" + text + "\"", "null"));
        }
        events.append(delta("", "\"length\""));
        return new FakeGateway(200, events.append("data: [DONE]\n\n").toString());
    }

    private static String delta(String fields, String reason) {
        return "data: {\"choices\": [{\"delta\": {%s}, \"finish_reason\": %s}]}\n\n"
                .formatted(fields, reason);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The requests so far. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void complete(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        Reply reply = replies.apply(body);
        send(exchange, reply.status(), reply.body());
    }

    private void models(HttpExchange exchange) throws IOException {
        send(
                exchange,
                200,
                """
                {"object": "list", "data": [
                  {"id": "demo", "variant": "base", "size": "", "precision": "float32",
                   "max_model_len": 2048, "slots": 8,
                   "capabilities": {"completion": true, "infill": true, "chat": false}},
                  {"id": "other", "variant": "instruct", "size": "34B", "precision": "nf4",
                   "max_model_len": 512, "slots": 16,
                   "infill_refusal": "it has no infilling pieces.",
                   "capabilities": {"completion": true, "infill": false, "chat": true}}]}
                """);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
