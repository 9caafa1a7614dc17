package llamaline.gateway.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.stream.IntStream;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.output.WriteTimeout;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.v1.GenerateResponse;

/**
 * Hop 9 of the flow over gRPC: a call's output as messages, a part of one choice in each.
 *
 * <p>A caller that reads slowly gets fewer and larger messages: nothing is written while the
 * connection is full, and what waits is written as one. Not thread-safe: the caller's event loop
 * owns it.
 */
final class GenerateResponseStream {
    private final OutputBuffer output;
    private final List<ChoiceMessages> choices;
    private final ServerCallStreamObserver<GenerateResponse> out;
    private final WriteTimeout timeout;
    private Runnable onEnd = () -> {};
    private boolean isOver;

    /**
     * @param alternatives for each token, where logprobs are shown
     * @param timeout ends the call of a caller that does not read
     */
    GenerateResponseStream(
            OutputBuffer output,
            int alternatives,
            ServerCallStreamObserver<GenerateResponse> out,
            WriteTimeout timeout) {
        this.output = output;
        this.out = out;
        this.timeout = timeout;
        this.choices =
                IntStream.range(0, output.choices().size())
                        .mapToObj(i -> new ChoiceMessages(i, alternatives, output.choices().get(i)))
                        .toList();
    }

    /** Sets the task that is run once, when nothing more will be written. */
    void onEnd(Runnable task) {
        onEnd = task;
    }

    /** Takes the next events; writes what waits, or the error. */
    void accept(List<CallEvent> events) {
        if (isOver) {
            return;
        }
        output.accept(events);
        Refusal refusal = output.refusal();
        if (refusal == null) {
            write();
            return;
        }
        while (!output.isTooLarge() && writeNext()) {}
        fail(refusal);
    }

    /** Writes what waits, as far as the connection takes it. */
    void write() {
        if (isOver) {
            return;
        }
        while (out.isReady() && writeNext()) {}
        output.release();
        if (choices.stream().allMatch(ChoiceMessages::isEnded)) {
            isOver = true;
            out.onCompleted();
            onEnd.run();
        }
    }

    /** Ends without a word: the caller is gone. */
    void cancel() {
        if (!isOver) {
            isOver = true;
            onEnd.run();
        }
    }

    /** Gives up on a caller that does not read. */
    void giveUpWhereStuck() {
        boolean waits = choices.stream().anyMatch(ChoiceMessages::hasNext);
        if (!isOver && waits && timeout.isOver()) {
            String message =
                    "The answer was not read for %d s.".formatted(WriteTimeout.LIMIT.toSeconds());
            fail(new Refusal(RefusalCode.OVERLOADED, message, null));
        }
    }

    private boolean writeNext() {
        for (ChoiceMessages choice : choices) {
            if (choice.hasNext()) {
                timeout.onWrite();
                out.onNext(choice.next());
                return true;
            }
        }
        return false;
    }

    private void fail(Refusal refusal) {
        isOver = true;
        out.onError(GrpcErrors.of(refusal));
        onEnd.run();
    }
}
