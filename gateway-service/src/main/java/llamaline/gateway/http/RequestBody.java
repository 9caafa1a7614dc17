package llamaline.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;

/**
 * Reads a body up to a limit. What is refused is still read, up to another limit: a client that is
 * cut off while it sends would not see the answer. One for each request, on its event loop.
 */
final class RequestBody {
    /** The body's limit is thrown away so many times before the connection is closed. */
    private static final int DISCARDED_LIMITS = 16;

    private final HttpServerRequest request;
    private final long limitBytes;
    private Buffer body = Buffer.buffer();
    private long discardedBytes;

    RequestBody(HttpServerRequest request, long limitBytes) {
        this.request = request;
        this.limitBytes = limitBytes;
    }

    /** Tells whether nobody can tell where the body ends (RFC 9112, section 6.3). */
    static boolean hasUnknownCoding(HttpServerRequest request) {
        return request.headers().getAll("transfer-encoding").stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("chunked"));
    }

    /**
     * Reads the whole body.
     *
     * @param onBody takes the whole body; not called where it is refused or the caller hangs up
     */
    void read(OpenCalls.Permit permit, Consumer<byte[]> onBody) {
        if (declaredLength() > limitBytes) {
            refuse(tooLarge());
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
            request.response().writeContinue();
        }
        request.handler(part -> {
            if (body.length() + part.length() > limitBytes) {
                refuse(tooLarge());
            } else if (!permit.reserve(part.length())) {
                refuse(Refusal.requestsTooLarge());
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> onBody.accept(taken()));
    }

    /** The request lives as long as its answer; its bytes need not. */
    private byte[] taken() {
        byte[] bytes = body.getBytes();
        body = Buffer.buffer();
        return bytes;
    }

    /** Answers with an error and reads what still comes. */
    void refuse(Refusal refusal) {
        request.endHandler(_ -> {});
        request.handler(this::discard);
        body = Buffer.buffer();
        ErrorResponse.send(request.response(), refusal);
    }

    private void discard(Buffer part) {
        discardedBytes += part.length();
        if (discardedBytes > DISCARDED_LIMITS * limitBytes) {
            request.connection().close();
        }
    }

    private long declaredLength() {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    private Refusal tooLarge() {
        return new Refusal(
                RefusalCode.BODY_TOO_LARGE,
                "The body is larger than %d bytes, which is the limit.".formatted(limitBytes),
                null);
    }
}
