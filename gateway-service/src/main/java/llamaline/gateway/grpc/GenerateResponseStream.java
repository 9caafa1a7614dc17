package llamaline.gateway.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.request.CompletionCall;
import llamaline.gateway.stream.CallEvent;
import llamaline.v1.GenerateResponse;
import org.jspecify.annotations.Nullable;

/**
 * A call's events as messages.
 *
 * <p>A caller that reads slowly gets fewer and larger messages: nothing is written while the
 * connection is full, and what waits counts as its call's memory. Not thread-safe: the caller's
 * event loop owns it.
 */
final class GenerateResponseStream {
    /** A caller that takes nothing at all for so long is gone, whatever its connection says. */
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final ServerCallStreamObserver<GenerateResponse> out;
    private final OpenCalls.Permit permit;
    private final LongSupplier nanoTime;
    private final List<AnswerParts> answers;
    private Runnable onEnd = () -> {};
    private boolean isOver;
    private long reservedBytes;
    private long lastWrite;

    GenerateResponseStream(
            CompletionCall call,
            ServerCallStreamObserver<GenerateResponse> out,
            OpenCalls.Permit permit,
            LongSupplier nanoTime) {
        this.out = out;
        this.permit = permit;
        this.nanoTime = nanoTime;
        this.lastWrite = nanoTime.getAsLong();
        int count = call.prompts().size() * call.n();
        int alternatives = call.options().logprobs().alternatives();
        this.answers =
                IntStream.range(0, count)
                        .mapToObj(index -> new AnswerParts(index, alternatives))
                        .toList();
    }

    /** What is done once, when nothing more will be written. */
    void onEnd(Runnable task) {
        onEnd = task;
    }

    /** The next events. */
    void accept(List<CallEvent> events) {
        if (isOver) {
            return;
        }
        Refusal failure = take(events);
        if (failure != null) {
            while (writeNext()) {}
            fail(failure);
        } else if (!settle()) {
            fail(
                    new Refusal(
                            RefusalCode.OVERLOADED,
                            "The answers that are open are too large together; try again.",
                            null));
        } else {
            write();
        }
    }

    /** Writes what waits, as far as the connection takes it. */
    void write() {
        if (isOver) {
            return;
        }
        while (out.isReady() && writeNext()) {}
        settle();
        if (answers.stream().allMatch(AnswerParts::isEnded)) {
            isOver = true;
            out.onCompleted();
            onEnd.run();
        }
    }

    /** The caller is gone. */
    void cancel() {
        if (!isOver) {
            isOver = true;
            onEnd.run();
        }
    }

    /** Gives up on a caller that does not read. */
    void giveUpWhereStuck() {
        boolean waits = answers.stream().anyMatch(AnswerParts::hasNews);
        if (!isOver && waits && nanoTime.getAsLong() - lastWrite > STUCK.toNanos()) {
            String message = "The answer was not read for %d s.".formatted(STUCK.toSeconds());
            fail(new Refusal(RefusalCode.OVERLOADED, message, null));
        }
    }

    private @Nullable Refusal take(List<CallEvent> events) {
        for (CallEvent event : events) {
            switch (event) {
                case CallEvent.Encoded e -> answers.get(e.choice()).onEncoded(e.promptIds());
                case CallEvent.Cached e -> answers.get(e.choice()).onCached(e.tokens());
                case CallEvent.PromptLogprobs _ -> {}
                case CallEvent.Delta e -> answers.get(e.choice()).onDelta(e.tokens());
                case CallEvent.Ended e -> answers.get(e.choice()).onEnded(e);
                case CallEvent.Failed e -> {
                    return Refusal.of(e.failure());
                }
            }
        }
        return null;
    }

    private boolean writeNext() {
        for (AnswerParts answer : answers) {
            if (answer.hasNews()) {
                lastWrite = nanoTime.getAsLong();
                out.onNext(answer.next());
                return true;
            }
        }
        return false;
    }

    /** Takes memory for what waits, and gives back that of what was written. */
    private boolean settle() {
        long heldBytes = answers.stream().mapToLong(AnswerParts::heldBytes).sum();
        long change = heldBytes - reservedBytes;
        reservedBytes = heldBytes;
        return permit.reserve(change);
    }

    private void fail(Refusal refusal) {
        isOver = true;
        out.onError(GrpcErrors.of(refusal));
        onEnd.run();
    }
}
