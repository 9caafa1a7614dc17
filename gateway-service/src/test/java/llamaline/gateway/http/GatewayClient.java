package llamaline.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llamaline.testkit.Await;
import org.eclipse.microprofile.config.ConfigProvider;

/** A caller of the gateway under test; single quotes in bodies stand for double ones. */
public final class GatewayClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 30;

    private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    /** Waits until the gateway is ready. */
    public void awaitReady() {
        Await.until("readiness", () -> get("/q/health/ready").statusCode() == 200);
    }

    /** Waits until the gateway knows that a model is served. */
    public void awaitModel(String model) {
        Await.until(model, () -> get("/v1/models/" + model).statusCode() == 200);
    }

    HttpResponse<String> get(String path) {
        try {
            return http.send(request(path).GET().build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Asks for a completion; the answer comes when the pipeline gives it. */
    CompletableFuture<HttpResponse<String>> complete(String body) {
        return http.sendAsync(post("/v1/completions", body), BodyHandlers.ofString());
    }

    /** As {@link #complete}, to be read as it comes. */
    CompletableFuture<HttpResponse<InputStream>> stream(String body) {
        return http.sendAsync(post("/v1/completions", body), BodyHandlers.ofInputStream());
    }

    /** Asks in a chat; the answer comes when the pipeline gives it. */
    CompletableFuture<HttpResponse<String>> chat(String body) {
        return http.sendAsync(post("/v1/chat/completions", body), BodyHandlers.ofString());
    }

    /** As {@link #chat}, to be read as it comes. */
    CompletableFuture<HttpResponse<InputStream>> streamChat(String body) {
        return http.sendAsync(post("/v1/chat/completions", body), BodyHandlers.ofInputStream());
    }

    /** A body as it is. */
    CompletableFuture<HttpResponse<String>> sendLater(String path, String body) {
        HttpRequest request =
                request(path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    HttpRequest post(String path, String body) {
        return request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) {
        return await(http.sendAsync(request, BodyHandlers.ofString()));
    }

    static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
