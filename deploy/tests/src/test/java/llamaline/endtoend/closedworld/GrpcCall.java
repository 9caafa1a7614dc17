package llamaline.endtoend.closedworld;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** gRPC as it is on the wire: HTTP/2, messages behind a flag and their length. */
record GrpcCall(String url, String method) {
    private static final int HEADER = 5;

    /** The messages that the gateway answers. */
    List<ByteString> send(MessageLite message) throws IOException, InterruptedException {
        byte[] body = message.toByteArray();
        byte[] framed =
                ByteBuffer.allocate(HEADER + body.length)
                        .put((byte) 0)
                        .putInt(body.length)
                        .put(body)
                        .array();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/" + method))
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", "application/grpc")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(framed))
                        .build();
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<byte[]> response =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return messages(ByteBuffer.wrap(response.body()));
        }
    }

    private static List<ByteString> messages(ByteBuffer body) {
        var messages = new ArrayList<ByteString>();
        while (body.remaining() > HEADER) {
            body.get();
            int length = body.getInt();
            messages.add(ByteString.copyFrom(body, length));
        }
        return messages;
    }
}
