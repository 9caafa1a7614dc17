package llamaline.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import llamaline.cli.terminal.CommandFailure;

/** Speaks to a gateway over HTTP. */
public final class GatewayClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMPLETIONS = "/v1/completions";
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(2);

    /** Much longer than a message needs. */
    private static final int ERROR_LIMIT_BYTES = 1 << 16;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_LIMIT)
                    .build();
    private final URI url;

    /**
     * Makes a client of the gateway at an address; nothing is sent yet.
     *
     * @param url with or without a slash at its end, or {@code /v1}
     * @throws CommandFailure if it is no HTTP address
     */
    public static GatewayClient at(String url) throws CommandFailure {
        String base = url.replaceFirst("/+$", "").replaceFirst("/v1$", "");
        try {
            URI uri = URI.create(base);
            String scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() != null && scheme.matches("(?i)https?")) {
                return new GatewayClient(uri);
            }
        } catch (IllegalArgumentException _) {
            // Said below, as of every other text that is no address.
        }
        throw CommandFailure.usage(notAnAddress(url));
    }

    private GatewayClient(URI url) {
        this.url = url;
    }

    URI url() {
        return url;
    }

    /** Says whether a gateway of this project answers, ready or not. Takes two seconds at most. */
    public boolean isThere() throws InterruptedException {
        try {
            HttpResponse<String> models =
                    http.send(
                            request("/v1/models").timeout(LOOK_LIMIT).build(),
                            HttpResponse.BodyHandlers.ofString());
            return models.statusCode() == 200
                    && JSON.readTree(models.body()).path("object").asText().equals("list");
        } catch (IOException e) {
            return false;
        }
    }

    /** The names of the models that are served. */
    public JsonNode models() throws CommandFailure, InterruptedException {
        try (InputStream body = send(request("/v1/models").build())) {
            return JSON.readTree(body).path("data");
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The whole answer as the gateway wrote it. */
    public String complete(JsonNode completion) throws CommandFailure, InterruptedException {
        return whole(post(COMPLETIONS, completion));
    }

    /** Completes prompts as {@link #complete} does, and parses the JSON. */
    public JsonNode completions(JsonNode completion) throws CommandFailure, InterruptedException {
        try {
            return JSON.readTree(complete(completion));
        } catch (JsonProcessingException e) {
            throw new CommandFailure("the gateway sent something else than JSON", e);
        }
    }

    /** Completes a chat, whole: the gateway's JSON as it stands. */
    public String completeChat(JsonNode chat) throws CommandFailure, InterruptedException {
        return whole(post(CHAT, chat));
    }

    /** Returns what a route answers to a request, as it stands. */
    public byte[] ask(String path, JsonNode asked) throws CommandFailure, InterruptedException {
        try (InputStream body = send(post(path, asked))) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private String whole(HttpRequest request) throws CommandFailure, InterruptedException {
        try (InputStream body = send(request)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The answer as it arrives; {@code completion} asks for a stream. */
    public CompletionStream stream(JsonNode completion)
            throws CommandFailure, InterruptedException {
        return new CompletionStream(send(post(COMPLETIONS, completion)));
    }

    /** Completes a chat as a stream of text. */
    public CompletionStream streamChat(JsonNode chat) throws CommandFailure, InterruptedException {
        return new CompletionStream(send(post(CHAT, chat)));
    }

    private HttpRequest post(String path, JsonNode asked) throws CommandFailure {
        try {
            return request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(asked)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new CommandFailure("the prompt cannot be written as JSON", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private InputStream send(HttpRequest request) throws CommandFailure, InterruptedException {
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() == 200) {
                return response.body();
            }
            try (InputStream body = response.body()) {
                String error =
                        new String(body.readNBytes(ERROR_LIMIT_BYTES), StandardCharsets.UTF_8);
                int status = response.statusCode();
                throw CommandFailure.ofStatus(status, GatewayError.messageOf(status, error));
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private CommandFailure broken(IOException e) {
        String reason = e.getMessage() == null ? "no connection" : e.getMessage();
        return CommandFailure.unavailable(
                "cannot reach the gateway at %s: %s".formatted(url, reason), e);
    }

    private static String notAnAddress(String url) {
        return "not an HTTP address: '%s'; --url takes one such as http://localhost:8080"
                .formatted(url);
    }
}
