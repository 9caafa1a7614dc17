package llamaline.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import llamaline.launcher.machine.LaunchException;

/** Asks a gateway for one token: whoever answers can serve. */
final class GatewayProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final int OK = 200;
    private static final int FAILED = 500;

    /** Not yet, or not in time: the answer may be another one later. */
    private static final int UNAVAILABLE = 503;

    private static final int TIMED_OUT = 504;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final URI gateway;

    GatewayProbe(URI gateway) {
        this.gateway = gateway;
    }

    /**
     * Whether a completion of {@code model} can be answered now, with so many workers for it.
     *
     * @throws LaunchException where the gateway answers that it failed: waiting will not help
     */
    boolean answers(String model, int workers) throws LaunchException, InterruptedException {
        return isHealthy() && workers(model) >= workers && completes(model);
    }

    private boolean completes(String model) throws LaunchException, InterruptedException {
        try {
            HttpResponse<String> answer =
                    http.send(
                            completionOf(model).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status >= FAILED && status != UNAVAILABLE && status != TIMED_OUT) {
                throw new LaunchException(
                        "the model '%s' cannot answer: %s".formatted(model, message(answer)));
            }
            return status == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static String message(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body())
                .path("error")
                .path("message")
                .asText("the gateway answered with status " + answer.statusCode());
    }

    /** Counts the workers of the model that the gateway has heard of. */
    private int workers(String model) throws InterruptedException {
        String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        var request = HttpRequest.newBuilder(gateway.resolve("/v1/models/" + name));
        try {
            var answer =
                    http.send(
                            request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("workers").asInt();
        } catch (IOException e) {
            return 0;
        }
    }

    private boolean isHealthy() throws InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve("/health")).timeout(TIMEOUT);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
                    == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest.Builder completionOf(String model) {
        String body =
                JSON.createObjectNode()
                        .put("model", model)
                        .put("prompt", "")
                        .put("max_tokens", 1)
                        .put("temperature", 0)
                        .toString();
        return HttpRequest.newBuilder(gateway.resolve("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
