package llamaline.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server-sent events as they come: nothing but {@code data} and comments may stand in them. */
final class Events implements AutoCloseable {
    private final InputStream bytes;
    private final BufferedReader lines;

    Events(InputStream bytes) {
        this.bytes = bytes;
        this.lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    /** The data of the next event, or null at the end of the stream. */
    @Nullable String nextData() {
        try {
            String line = lines.readLine();
            while (line != null && (line.isEmpty() || line.startsWith(":"))) {
                line = lines.readLine();
            }
            if (line == null) {
                return null;
            }
            if (!line.startsWith("data: ")) {
                throw new AssertionError("not a data line: " + line);
            }
            String end = lines.readLine();
            if (end == null || !end.isEmpty()) {
                throw new AssertionError("an event ends with an empty line, not with " + end);
            }
            return line.substring("data: ".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next event's object; there must be one. */
    JsonNode next() {
        String data = nextData();
        if (data == null) {
            throw new AssertionError("the stream has ended");
        }
        return GatewayClient.json(data);
    }

    /** What is left, without the end marker, which must be last. */
    List<JsonNode> rest() {
        List<JsonNode> events = new ArrayList<>();
        String data = nextData();
        while (data != null && !data.equals("[DONE]")) {
            events.add(GatewayClient.json(data));
            data = nextData();
        }
        if (data == null) {
            throw new AssertionError("the stream has no end marker");
        }
        if (nextData() != null) {
            throw new AssertionError("something follows the end marker");
        }
        return events;
    }

    /** Hangs up. */
    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
