package llamaline.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says what no proper client would. */
final class RawConnection implements AutoCloseable {
    private static final int LIMIT_MILLIS = 30_000;

    private final Socket socket;

    RawConnection() {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), GatewayClient.port());
            socket.setSoTimeout(LIMIT_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a small window, so that the other side notices soon that nobody reads. */
    static RawConnection slow() {
        RawConnection connection = new RawConnection();
        try {
            connection.socket.setReceiveBufferSize(8 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connection;
    }

    /** The head of a POST of JSON for this machine, with more header lines. */
    RawConnection head(String path, String headers) {
        return write(
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n"
                        .formatted(path, headers));
    }

    /** A POST of JSON for this machine. */
    RawConnection post(String path, byte[] body) {
        return head(path, "Content-Length: " + body.length + "\r\n").write(body);
    }

    RawConnection write(String text) {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status line, headers and body, as far as {@code end} stands in them. */
    String readUntil(String end) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            while (!seen.toString(StandardCharsets.UTF_8).contains(end)) {
                int next = in.read();
                if (next < 0) {
                    throw new AssertionError(
                            "closed after: " + seen.toString(StandardCharsets.UTF_8));
                }
                seen.write(next);
                if (next == '\n' || next == '}') {
                    continue;
                }
                seen.write(in.readNBytes(Math.min(in.available(), 1_000)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seen.toString(StandardCharsets.UTF_8);
    }

    /** Status line and the whole error body. */
    String readError() {
        return readUntil("}}");
    }

    @Override
    public void close() {
        hangUp();
    }

    /** As {@link #close}, in the middle of a test. */
    void hangUp() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
