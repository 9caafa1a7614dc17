package llamaline.gateway.grpc;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A call whose compressed messages are inflated within a limit before the gRPC server sees them: it
 * gets the same messages uncompressed. Where a message may not be inflated the request ends, as the
 * server sees it, and {@link #refusal} says why; what still comes is thrown away. Not thread-safe:
 * the call's event loop owns it.
 *
 * <p>Source: grpc, doc/PROTOCOL-HTTP2.md (Length-Prefixed-Message) and doc/compression.md.
 */
final class InflatedRequest extends HttpServerRequestWrapper {
    static final String ENCODING = "grpc-encoding";

    private static final int PREFIX_BYTES = 5;
    private static final long NO_ERROR = 0;

    private final long limitBytes;
    private final MessageInflater inflater;
    private Buffer pending = Buffer.buffer();
    private @Nullable Handler<Void> onEnd;
    private @Nullable Refusal refusal;
    private long discardedBytes;
    private boolean isEnded;

    /**
     * @param limitBytes largest message, and all that one call's compressed messages may hold
     */
    InflatedRequest(HttpServerRequestInternal request, long limitBytes) {
        super(request);
        this.limitBytes = limitBytes;
        this.inflater = new MessageInflater(limitBytes);
        String encoding = request.getHeader(ENCODING);
        if (!"gzip".equals(encoding)) {
            refusal = MessageInflater.unknown(encoding);
        }
    }

    /** Returns the reason why the request ended early, null where it did not. */
    @Nullable Refusal refusal() {
        return refusal;
    }

    @Override
    public HttpServerRequest handler(@Nullable Handler<Buffer> handler) {
        super.handler(handler == null ? null : chunk -> onChunk(chunk, handler));
        return this;
    }

    @Override
    public HttpServerRequest endHandler(@Nullable Handler<Void> handler) {
        onEnd = handler;
        super.endHandler(_ -> finish());
        if (refusal != null) {
            context().runOnContext(_ -> finish());
        }
        return this;
    }

    private void onChunk(Buffer chunk, Handler<Buffer> handler) {
        if (refusal != null) {
            discard(chunk);
            return;
        }
        pending.appendBuffer(chunk);
        try {
            passMessages(handler);
        } catch (RefusedException e) {
            refusal = e.refusal();
            pending = Buffer.buffer();
            finish();
        }
    }

    private void passMessages(Handler<Buffer> handler) {
        int start = 0;
        while (pending.length() - start >= PREFIX_BYTES) {
            boolean isCompressed = pending.getByte(start) != 0;
            long length = pending.getUnsignedInt(start + 1);
            if (length > limitBytes) {
                throw new RefusedException(inflater.tooLarge());
            }
            int end = start + PREFIX_BYTES + (int) length;
            if (pending.length() < end) {
                break;
            }
            handler.handle(isCompressed ? inflated(start, end) : pending.getBuffer(start, end));
            start = end;
        }
        if (start > 0) {
            pending = pending.getBuffer(start, pending.length());
        }
    }

    private Buffer inflated(int start, int end) {
        if (pending.getByte(start) != 1) {
            throw new RefusedException(
                    new Refusal(
                            RefusalCode.INVALID_REQUEST,
                            "A message's first byte is neither 0 nor 1.",
                            null));
        }
        byte[] message = inflater.inflate(pending.getBytes(start + PREFIX_BYTES, end));
        return Buffer.buffer(PREFIX_BYTES + message.length)
                .appendByte((byte) 0)
                .appendInt(message.length)
                .appendBytes(message);
    }

    private void discard(Buffer chunk) {
        discardedBytes += chunk.length();
        if (discardedBytes > limitBytes) {
            response().reset(NO_ERROR);
        }
    }

    private void finish() {
        Handler<Void> handler = onEnd;
        if (!isEnded && handler != null) {
            isEnded = true;
            handler.handle(null);
        }
    }
}
