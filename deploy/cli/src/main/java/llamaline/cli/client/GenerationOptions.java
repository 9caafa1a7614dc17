package llamaline.cli.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llamaline.cli.terminal.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code complete}, {@code infill} and {@code chat} have in common. Values are checked by the
 * gateway.
 */
public final class GenerationOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = GatewaySession.URL_OF_ENVIRONMENT,
            description =
                    "The gateway. Without it: $LLAMALINE_URL, or "
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

    @Mixin private final SamplingFlags sampling = new SamplingFlags();

    @Option(
            names = "--json",
            description = "Print the gateway's whole answer as JSON instead of the text.")
    private boolean json;

    @Option(
            names = "--return-token-ids",
            description = "With --json: the ids of the prompt and of the answer too.")
    private boolean returnsTokenIds;

    public @Nullable String url() {
        return url;
    }

    public @Nullable String model() {
        return model;
    }

    public boolean json() {
        return json;
    }

    /** Answers to a prompt; text is streamed where it is one. */
    public int sequences() {
        return sampling.sequences();
    }

    /**
     * The body of a completion request.
     *
     * @param servedModel its name, or null for the only one
     */
    public ObjectNode body(String prompt, @Nullable String servedModel) throws CommandFailure {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("prompt", prompt);
        return withOptions(body, servedModel);
    }

    /**
     * The body of a chat request.
     *
     * @param messages each with its role and content
     * @param servedModel its name, or null for the only one
     */
    public ObjectNode chatBody(ArrayNode messages, @Nullable String servedModel)
            throws CommandFailure {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("messages", messages);
        return withOptions(body, servedModel);
    }

    private void requireJson() throws CommandFailure {
        if (!json) {
            throw CommandFailure.usage("--return-token-ids goes with --json");
        }
    }

    private ObjectNode withOptions(ObjectNode body, @Nullable String servedModel)
            throws CommandFailure {
        sampling.putFirst(body);
        body.put("stream", !json && sampling.sequences() == 1);
        if (servedModel != null) {
            body.put("model", servedModel);
        }
        sampling.putRest(body);
        if (returnsTokenIds) {
            requireJson();
            body.put("return_token_ids", true);
        }
        return body;
    }
}
