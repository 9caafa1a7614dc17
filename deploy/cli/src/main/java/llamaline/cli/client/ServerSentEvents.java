package llamaline.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the data of server-sent events, one by one, as they arrive. Other fields and comments are
 * passed over. Not thread-safe.
 *
 * <p>Source: HTML living standard, section 9.2.6 (interpreting an event stream).
 */
final class ServerSentEvents {
    /** The longest line that is read, in bytes. */
    private static final int LINE_LIMIT_BYTES = 16 << 20;

    private static final String DATA = "data:";

    private final InputStream in;
    private boolean afterCarriageReturn;

    /**
     * Reads events from a stream.
     *
     * @param in read byte by byte: buffered, and not closed here
     */
    ServerSentEvents(InputStream in) {
        this.in = in;
    }

    /** The next event's data, its lines joined by newlines; empty at the stream's end. */
    Optional<String> next() throws IOException {
        StringBuilder data = new StringBuilder();
        boolean any = false;
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            String text = line.get();
            if (text.isEmpty() && any) {
                return Optional.of(data.toString());
            }
            if (text.startsWith(DATA)) {
                if (any) {
                    data.append('\n');
                }
                any = true;
                data.append(withoutFirstSpace(text.substring(DATA.length())));
            }
        }
        // What no blank line ended is no event.
        return Optional.empty();
    }

    private static String withoutFirstSpace(String value) {
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** Up to LF, CR or CRLF; empty at the end. */
    private Optional<String> line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            boolean lineFeedOfPair = next == '\n' && afterCarriageReturn;
            afterCarriageReturn = next == '\r';
            if (lineFeedOfPair) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                return Optional.of(bytes.toString(StandardCharsets.UTF_8));
            }
            bytes.write(next);
            if (bytes.size() > LINE_LIMIT_BYTES) {
                throw new IOException("a line of the event stream is over " + LINE_LIMIT_BYTES);
            }
        }
        return Optional.empty();
    }
}
