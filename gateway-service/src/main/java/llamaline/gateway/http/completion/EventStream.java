package llamaline.gateway.http.completion;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.http.response.ErrorResponse;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.output.WriteTimeout;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.validation.CompletionOptions;

/**
 * Hop 9 of the flow: a call's output as server-sent events, a part of one choice in each.
 *
 * <p>A caller that reads slowly gets fewer and larger chunks: nothing is written while the
 * connection is full, and what waits is written as one. Not thread-safe: the caller's event loop
 * owns it.
 */
public final class EventStream {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final OutputBuffer output;
    private final CompletionResponse json;
    private final CompletionOptions options;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final WriteTimeout timeout;
    private boolean isWaitingToWrite;

    /**
     * A stream whose status is not sent.
     *
     * @param timeout closes the connection of a caller that does not read
     */
    public EventStream(
            OutputBuffer output,
            CompletionResponse json,
            CompletionOptions options,
            HttpServerRequest request,
            WriteTimeout timeout) {
        this.output = output;
        this.json = json;
        this.options = options;
        this.request = request;
        this.response = request.response();
        this.timeout = timeout;
    }

    /** Takes the next events; the status is sent when every prompt is encoded, or the error. */
    public void accept(List<CallEvent> events) {
        output.accept(events);
        if (response.closed() || response.ended()) {
            return;
        }
        Refusal refusal = output.refusal();
        if (refusal != null) {
            fail(refusal);
        } else if (output.isEncoded() && !isWaitingToWrite) {
            write();
        }
    }

    /** Writes a comment in long pauses, so that nobody between takes the connection for dead. */
    public void keepAlive(Vertx vertx) {
        vertx.setPeriodic(
                KEEP_ALIVE.toMillis(),
                timer -> {
                    if (response.ended() || response.closed()) {
                        vertx.cancelTimer(timer);
                    } else if (response.headWritten()) {
                        onPause();
                    }
                });
    }

    private void onPause() {
        if (isWaitingToWrite && timeout.isOver()) {
            request.connection().close();
        } else if (!isWaitingToWrite && timeout.idle().compareTo(KEEP_ALIVE) >= 0) {
            send(": keep-alive\n\n");
        }
    }

    private void write() {
        if (!response.headWritten()) {
            begin();
        }
        StringBuilder out = chunks();
        if (output.isEnded()) {
            if (options.includesUsage()) {
                append(out, json.usageChunk());
            }
            append(out, "[DONE]");
            response.end(out.toString());
            return;
        }
        send(out.toString());
        if (response.writeQueueFull()) {
            waitToWrite();
        }
    }

    /** All that waits, as events. */
    private StringBuilder chunks() {
        StringBuilder out = new StringBuilder();
        for (ChoiceJson choice : json.choices()) {
            while (choice.hasPart()) {
                append(out, json.chunk(choice));
            }
        }
        output.release();
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
        StringBuilder out = chunks();
        append(out, ErrorResponse.event(refusal));
        response.end(out.toString());
    }

    private void send(String text) {
        timeout.onWrite();
        if (!text.isEmpty()) {
            response.write(text);
        }
    }

    private static void append(StringBuilder out, String data) {
        out.append("data: ").append(data).append("\n\n");
    }
}
