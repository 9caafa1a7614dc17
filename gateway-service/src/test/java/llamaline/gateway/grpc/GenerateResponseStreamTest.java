package llamaline.gateway.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import llamaline.gateway.event.CallEvent;
import llamaline.gateway.event.GeneratedToken;
import llamaline.gateway.limits.Limits;
import llamaline.gateway.limits.OpenCalls;
import llamaline.gateway.output.OutputBuffer;
import llamaline.gateway.output.WriteTimeout;
import llamaline.v1.ErrorCode;
import llamaline.v1.Failure;
import llamaline.v1.FinishReason;
import llamaline.v1.GenerateResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages to callers that read at once, slowly, or not at all. */
class GenerateResponseStreamTest {
    private final OpenCalls calls = new OpenCalls(new Limits(1, 10, 10_000, 1, 1, 1, 0));
    private final OutputBuffer output = new OutputBuffer(1, calls.take().orElseThrow());
    private final FakeObserver out = new FakeObserver();
    private long nanos;
    private int ends;
    private final GenerateResponseStream stream =
            new GenerateResponseStream(output, 0, out, new WriteTimeout(() -> nanos));

    @BeforeEach
    void countEnds() {
        stream.onEnd(() -> ends++);
    }

    @Test
    void writesWhatComesWhileTheCallerReads() {
        stream.accept(List.of(new CallEvent.Encoded(0, List.of(1))));
        stream.accept(List.of(delta(1)));
        stream.accept(List.of(delta(2), ended()));

        assertEquals(List.of(1, 2), out.ids());
        assertEquals(3, out.messages.size());
        assertTrue(out.isCompleted);
        assertEquals(1, ends);
    }

    @Test
    void aSlowCallerGetsFewerAndLargerMessages() {
        out.isReady = false;
        for (int id = 0; id < 20; id++) {
            stream.accept(List.of(delta(id)));
        }
        stream.accept(List.of(ended()));
        assertEquals(List.of(), out.messages);
        assertTrue(calls.bytes() > 0);

        out.isReady = true;
        stream.write();

        assertEquals(1, out.messages.size());
        assertEquals(20, out.ids().size());
        assertEquals(0, calls.bytes());
        assertTrue(out.isCompleted);
    }

    @Test
    void aFailureComesAfterWhatWasGenerated() {
        out.isReady = false;
        Failure failure = Failure.newBuilder().setCode(ErrorCode.INTERNAL).build();
        stream.accept(List.of(delta(1), new CallEvent.Failed(failure)));

        assertEquals(List.of(1), out.ids());
        assertEquals(Status.Code.INTERNAL, out.errorCode());
        assertEquals(1, ends);
    }

    @Test
    void endsACallThatTakesTooMuchMemory() {
        out.isReady = false;
        for (int id = 0; id < 100; id++) {
            stream.accept(List.of(delta(id)));
        }
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, out.errorCode());
        assertEquals(List.of(), out.messages);
        assertEquals(1, ends);
    }

    @Test
    void givesUpOnACallerThatReadsNothing() {
        stream.giveUpWhereStuck();
        out.isReady = false;
        stream.accept(List.of(delta(1)));
        nanos = WriteTimeout.LIMIT.toNanos();
        stream.giveUpWhereStuck();
        assertNull(out.error);

        nanos++;
        stream.giveUpWhereStuck();
        assertNotNull(out.error);
        assertEquals(1, ends);
    }

    @Test
    void aCallerThatIsGoneGetsNothingMore() {
        stream.cancel();
        stream.accept(List.of(delta(1), ended()));
        stream.cancel();

        assertEquals(List.of(), out.messages);
        assertFalse(out.isCompleted);
        assertEquals(1, ends);
    }

    private static CallEvent delta(int id) {
        return new CallEvent.Delta(0, List.of(new GeneratedToken(id, "x", null)));
    }

    private static CallEvent ended() {
        return new CallEvent.Ended(0, "", FinishReason.LENGTH, null);
    }

    /** Keeps what would be sent. */
    private static final class FakeObserver extends ServerCallStreamObserver<GenerateResponse> {
        private final List<GenerateResponse> messages = new ArrayList<>();
        private boolean isReady = true;
        private boolean isCompleted;
        private @Nullable Throwable error;

        List<Integer> ids() {
            return messages.stream().flatMap(m -> m.getTokenIdsList().stream()).toList();
        }

        Status.Code errorCode() {
            return Status.fromThrowable(error == null ? new AssertionError() : error).getCode();
        }

        @Override
        public void onNext(GenerateResponse message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            error = cause;
        }

        @Override
        public void onCompleted() {
            isCompleted = true;
        }

        @Override
        public boolean isReady() {
            return isReady;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
