package llamaline.endtoend.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks a gateway as any HTTP client does. */
public record Gateway(String url) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** A greedy request that gives its ids. */
    public static ObjectNode greedy(String model, int maxTokens) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("temperature", 0)
                .put("max_tokens", maxTokens)
                .put("return_token_ids", true);
    }

    /** One JSON answer. */
    public Answer ask(ObjectNode body) {
        HttpResponse<String> response =
                send(post(body.toString()), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return Answer.ofWhole(response.body());
    }

    /** The chunks of a stream, put together. */
    public Answer stream(ObjectNode body) {
        return stream(body, () -> {});
    }

    /**
     * The chunks of a stream, put together.
     *
     * @param onChunk called at each chunk that carries ids
     */
    public Answer stream(ObjectNode body, Runnable onChunk) {
        ObjectNode streaming = body.deepCopy().put("stream", true);
        HttpResponse<Stream<String>> response =
                send(post(streaming.toString()), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + ": " + lines.toList());
            }
            return Answer.ofStream(lines, onChunk);
        }
    }

    public HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(URI.create(url + "/v1/completions"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** All at once; answers in the order of the bodies. */
    public static List<Answer> atOnce(List<ObjectNode> bodies, Function<ObjectNode, Answer> call) {
        return atOnce(bodies, bodies.size(), call);
    }

    /** At most {@code width} at once. */
    public static List<Answer> atOnce(
            List<ObjectNode> bodies, int width, Function<ObjectNode, Answer> call) {
        var factory = Thread.ofVirtual().factory();
        try (var executor = Executors.newFixedThreadPool(width, factory)) {
            List<Future<Answer>> futures =
                    bodies.stream().map(body -> executor.submit(() -> call.apply(body))).toList();
            var answers = new ArrayList<Answer>();
            for (Future<Answer> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Many at once, from one thread. */
    public static CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
