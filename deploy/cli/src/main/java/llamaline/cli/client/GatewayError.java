package llamaline.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads a gateway's error body, in OpenAI's shape. */
final class GatewayError {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GatewayError() {}

    /** Says what failed in one line: the gateway's own message where there is one. */
    static String messageOf(int status, String body) {
        String fallback = "the gateway answered with status " + status;
        try {
            return messageOf(JSON.readTree(body), fallback);
        } catch (JsonProcessingException e) {
            return fallback;
        }
    }

    static String messageOf(JsonNode body, String fallback) {
        String message = body.path("error").path("message").asText("");
        return message.isBlank() ? fallback : message.replace('\n', ' ');
    }
}
