package llamaline.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import llamaline.cli.terminal.CommandFailure;

/** The text of an answer as it arrives. Closing it hangs up. Not thread-safe. */
public final class CompletionStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = "[DONE]";

    private final InputStream body;
    private final ServerSentEvents events;
    private boolean isCut;

    CompletionStream(InputStream body) {
        this.body = new BufferedInputStream(body);
        this.events = new ServerSentEvents(this.body);
    }

    /**
     * The next piece of text; empty at the answer's end.
     *
     * @throws CommandFailure if the gateway says that it failed, or it ends before its end
     */
    public Optional<String> next() throws CommandFailure {
        for (String data = event(); !data.startsWith(END); data = event()) {
            JsonNode chunk = parsed(data);
            if (chunk.hasNonNull("error")) {
                throw new CommandFailure(GatewayError.messageOf(chunk, "the answer failed"));
            }
            JsonNode choice = chunk.path("choices").path(0);
            isCut |= choice.path("finish_reason").asText("").equals("length");
            String text = textOf(choice);
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /** Says, at the end, whether the completion ended only because it was as long as it may be. */
    public boolean isCut() {
        return isCut;
    }

    @Override
    public void close() throws CommandFailure {
        try {
            body.close();
        } catch (IOException e) {
            throw new CommandFailure("the gateway's connection broke: " + e.getMessage(), e);
        }
    }

    /** A chat's choice has its text inside. */
    private static String textOf(JsonNode choice) {
        JsonNode delta = choice.path("delta");
        return delta.isMissingNode()
                ? choice.path("text").asText("")
                : delta.path("content").asText("");
    }

    private String event() throws CommandFailure {
        try {
            return events.next()
                    .orElseThrow(
                            () -> new CommandFailure("the gateway ended before the answer did"));
        } catch (IOException e) {
            throw new CommandFailure("the gateway's connection broke: " + e.getMessage(), e);
        }
    }

    private static JsonNode parsed(String data) throws CommandFailure {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new CommandFailure("the gateway sent something else than JSON", e);
        }
    }
}
