package llamaline.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * Asks for streams over one connection and times them, with as little work of its own as can be: it
 * looks for the first event and for the end of the body, and parses nothing. Not thread-safe.
 */
public final class StreamProbe implements AutoCloseable {
    private static final byte[] EVENT = bytes("data: ");
    private static final byte[] END = bytes("data: [DONE]\n\n\r\n0\r\n\r\n");

    private final URI gateway;
    private final LongSupplier nanoTime;
    private final Socket socket;
    private final InputStream in;

    /**
     * Opens the connection.
     *
     * @param gateway its address, with a port
     */
    public StreamProbe(URI gateway, LongSupplier nanoTime) throws IOException {
        this.gateway = gateway;
        this.nanoTime = nanoTime;
        socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /**
     * From the request's first byte to the first event's.
     *
     * @param firstEventNanos the first event holds the first token
     * @param endNanos the body's last byte
     */
    public record Times(long firstEventNanos, long endNanos) {}

    /**
     * Asks and waits for the end.
     *
     * @param body JSON that asks for a stream
     * @throws IOException also where the answer is no stream
     */
    public Times ask(String body) throws IOException {
        byte[] request = request(body);
        long start = nanoTime.getAsLong();
        socket.getOutputStream().write(request);
        requireOk();
        skipTo(EVENT);
        long first = nanoTime.getAsLong() - start;
        skipTo(END);
        return new Times(first, nanoTime.getAsLong() - start);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] request(String body) {
        byte[] content = bytes(body);
        byte[] head =
                bytes(
                        """
                        POST /v1/completions HTTP/1.1\r
                        Host: %s:%d\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        \r
                        """
                                .formatted(gateway.getHost(), gateway.getPort(), content.length));
        byte[] whole = new byte[head.length + content.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }

    private void requireOk() throws IOException {
        var status = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the gateway hung up");
            }
            status.append((char) next);
        }
        if (!status.toString().contains(" 200 ")) {
            throw new IOException("the gateway answered " + status.toString().strip());
        }
    }

    /** Neither pattern has a prefix that recurs in it, so a mismatch starts anew. */
    private void skipTo(byte[] pattern) throws IOException {
        int matched = 0;
        while (matched < pattern.length) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the gateway hung up");
            }
            if (next == pattern[matched]) {
                matched++;
            } else {
                matched = next == pattern[0] ? 1 : 0;
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
