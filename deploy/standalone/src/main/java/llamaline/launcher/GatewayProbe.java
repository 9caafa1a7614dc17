package llamaline.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a gateway for one token: whoever answers can serve. */
final class GatewayProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final URI gateway;

    GatewayProbe(URI gateway) {
        this.gateway = gateway;
    }

    /** Whether a completion of {@code model} can be answered now. */
    boolean answers(String model) throws InterruptedException {
        return isHealthy() && succeeds(completionOf(model));
    }

    private boolean isHealthy() throws InterruptedException {
        return succeeds(HttpRequest.newBuilder(gateway.resolve("/health")));
    }

    private HttpRequest.Builder completionOf(String model) {
        String body =
                new ObjectMapper()
                        .createObjectNode()
                        .put("model", model)
                        .put("prompt", "")
                        .put("max_tokens", 1)
                        .put("temperature", 0)
                        .toString();
        return HttpRequest.newBuilder(gateway.resolve("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private boolean succeeds(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(
                                    request.timeout(PATIENCE).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
