package llamaline.endtoend.observability;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes spans as a collector does: OTLP over HTTP, as protobuf.
 *
 * <p>Source: opentelemetry-proto 1.x, trace.proto and trace_service.proto (the field numbers).
 */
final class TraceReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<ByteString> bodies = new CopyOnWriteArrayList<>();
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();

    /** A span; ids in hexadecimal digits, attributes as the bytes that came. */
    record ReceivedSpan(
            String service, String trace, String id, String parent, String name, ByteString all) {}

    /** Listens on any free port of this machine. */
    TraceReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<ReceivedSpan> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace.equals(trace)).toList();
    }

    /** Whether any of it contains a text. */
    boolean holds(String text) {
        return bodies.stream().anyMatch(body -> body.toStringUtf8().contains(text));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ByteString body = ByteString.readFrom(exchange.getRequestBody());
            bodies.add(body);
            for (ByteString resourceSpans : children(body, 1)) {
                String service = service(resourceSpans);
                for (ByteString scopeSpans : children(resourceSpans, 2)) {
                    children(scopeSpans, 2).forEach(span -> spans.add(span(service, span)));
                }
            }
            exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static ReceivedSpan span(String service, ByteString span) {
        return new ReceivedSpan(
                service,
                hex(child(span, 1)),
                hex(child(span, 2)),
                hex(child(span, 4)),
                child(span, 5).toStringUtf8(),
                span);
    }

    private static String service(ByteString resourceSpans) {
        for (ByteString attribute : children(child(resourceSpans, 1), 1)) {
            if (child(attribute, 1).toStringUtf8().equals("service.name")) {
                return child(child(attribute, 2), 1).toStringUtf8();
            }
        }
        throw new AssertionError("no service.name");
    }

    private static ByteString child(ByteString message, int field) {
        List<ByteString> all = children(message, field);
        return all.isEmpty() ? ByteString.EMPTY : all.getFirst();
    }

    private static List<ByteString> children(ByteString message, int field) {
        try {
            return UnknownFieldSet.parseFrom(message).getField(field).getLengthDelimitedList();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
