package llamaline.gateway.http.completion;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.request.CompletionOptions;
import llamaline.gateway.stream.CallEvent;

/**
 * Hop 9 of the flow: a call's events as server-sent events, one choice's news in each.
 *
 * <p>A caller that reads slowly gets fewer and larger chunks: nothing is written while the
 * connection is full, and what waits is written as one. Not thread-safe: the caller's event loop
 * owns it.
 */
public final class EventStream {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /** A caller that takes nothing at all for so long is gone, whatever its connection says. */
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final CompletionResponse answer;
    private final CompletionOptions options;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final LongSupplier nanoTime;
    private long lastWrite;
    private boolean isWaitingToWrite;

    public EventStream(
            CompletionResponse answer,
            CompletionOptions options,
            HttpServerRequest request,
            LongSupplier nanoTime) {
        this.answer = answer;
        this.options = options;
        this.request = request;
        this.response = request.response();
        this.nanoTime = nanoTime;
    }

    /** The next events; the status is sent when every prompt is encoded, or the error. */
    public void accept(List<CallEvent> events) {
        answer.accept(events);
        if (response.closed() || response.ended()) {
            return;
        }
        Refusal refusal = answer.refusal();
        if (refusal != null) {
            fail(refusal);
        } else if (answer.isEncoded() && !isWaitingToWrite) {
            write();
        }
    }

    /** Breaks long silences, so that nobody between takes the connection for dead. */
    public void keepAlive(Vertx vertx) {
        vertx.setPeriodic(
                KEEP_ALIVE.toMillis(),
                timer -> {
                    if (response.ended() || response.closed()) {
                        vertx.cancelTimer(timer);
                    } else if (response.headWritten()) {
                        breakSilence();
                    }
                });
    }

    private void breakSilence() {
        long silence = nanoTime.getAsLong() - lastWrite;
        if (isWaitingToWrite && silence > STUCK.toNanos()) {
            request.connection().close();
        } else if (!isWaitingToWrite && silence >= KEEP_ALIVE.toNanos()) {
            send(": keep-alive\n\n");
        }
    }

    private void write() {
        if (!response.headWritten()) {
            begin();
        }
        StringBuilder out = news();
        if (answer.isEnded()) {
            if (options.includesUsage()) {
                put(out, answer.usageChunk());
            }
            put(out, "[DONE]");
            response.end(out.toString());
            return;
        }
        send(out.toString());
        if (response.writeQueueFull()) {
            waitToWrite();
        }
    }

    private StringBuilder news() {
        StringBuilder out = new StringBuilder();
        for (ChoiceJson choice : answer.choices()) {
            while (choice.hasNews()) {
                put(out, answer.chunk(choice));
            }
        }
        return out;
    }

    private void waitToWrite() {
        isWaitingToWrite = true;
        response.drainHandler(_ -> {
            isWaitingToWrite = false;
            accept(List.of());
        });
    }

    private void begin() {
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache")
                .putHeader("x-accel-buffering", "no");
        response.writeHead();
    }

    private void fail(Refusal refusal) {
        if (!response.headWritten()) {
            ErrorResponse.send(response, refusal);
            return;
        }
        StringBuilder out = news();
        put(out, ErrorResponse.event(refusal));
        response.end(out.toString());
    }

    private void send(String text) {
        lastWrite = nanoTime.getAsLong();
        if (!text.isEmpty()) {
            response.write(text);
        }
    }

    private static void put(StringBuilder out, String data) {
        out.append("data: ").append(data).append("\n\n");
    }
}
