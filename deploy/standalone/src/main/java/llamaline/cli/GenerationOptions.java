package llamaline.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What {@code complete}, {@code infill} and {@code chat} have in common. Values are checked by the
 * gateway.
 */
final class GenerationOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The gateway. Without it: "
                            + GatewaySession.DEFAULT_URL
                            + ", or a private stack for this call where nothing answers there.")
    private @Nullable String url;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "A served model's name; not needed where one is served. For a private stack also"
                            + " [NAME=]DIR.")
    private @Nullable String model;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest continuation, in tokens (${DEFAULT-VALUE}).")
    private int maxTokens = 256;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 = always the most likely token (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draw from the most likely tokens that add up to P.")
    private @Nullable Double topP;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Draw from the K most likely tokens.")
    private @Nullable Integer topK;

    @Option(names = "--seed", paramLabel = "N", description = "Makes draws repeatable.")
    private @Nullable Long seed;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "Ends the continuation before this text; may be repeated.")
    private List<String> stop = new ArrayList<>();

    @Option(
            names = "--json",
            description = "Print the gateway's whole answer as JSON instead of the text.")
    private boolean json;

    @Nullable String url() {
        return url;
    }

    @Nullable String model() {
        return model;
    }

    boolean json() {
        return json;
    }

    /**
     * The body of a completion request.
     *
     * @param servedModel its name, or null for the only one
     */
    ObjectNode body(String prompt, @Nullable String servedModel) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("prompt", prompt);
        return withOptions(body, servedModel);
    }

    /**
     * The body of a chat request.
     *
     * @param messages each with its role and content
     * @param servedModel its name, or null for the only one
     */
    ObjectNode chatBody(ArrayNode messages, @Nullable String servedModel) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("messages", messages);
        return withOptions(body, servedModel);
    }

    private ObjectNode withOptions(ObjectNode body, @Nullable String servedModel) {
        body.put("max_tokens", maxTokens).put("temperature", temperature).put("stream", !json);
        putIfPresent(body, servedModel);
        if (!stop.isEmpty()) {
            ArrayNode stops = body.putArray("stop");
            stop.forEach(stops::add);
        }
        return body;
    }

    private void putIfPresent(ObjectNode body, @Nullable String servedModel) {
        if (servedModel != null) {
            body.put("model", servedModel);
        }
        if (topP != null) {
            body.put("top_p", topP);
        }
        if (topK != null) {
            body.put("top_k", topK);
        }
        if (seed != null) {
            body.put("seed", seed);
        }
    }
}
