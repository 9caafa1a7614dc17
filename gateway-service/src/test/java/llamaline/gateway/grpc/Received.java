package llamaline.gateway.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import llamaline.testkit.Await;
import llamaline.v1.GenerateRequest;
import llamaline.v1.GenerateResponse;
import org.jspecify.annotations.Nullable;

/** What a caller of the generation service gets, as it comes. Thread-safe. */
final class Received implements ClientResponseObserver<GenerateRequest, GenerateResponse> {
    private final List<GenerateResponse> parts = new ArrayList<>();
    private final boolean readsByItself;
    private @Nullable ClientCallStreamObserver<GenerateRequest> call;
    private @Nullable Throwable failure;
    private boolean isCompleted;

    /** Reads all that comes. */
    Received() {
        this(true);
    }

    /**
     * @param readsByItself else it reads what {@link #read} allows
     */
    Received(boolean readsByItself) {
        this.readsByItself = readsByItself;
    }

    @Override
    public synchronized void beforeStart(ClientCallStreamObserver<GenerateRequest> stream) {
        call = stream;
        if (!readsByItself) {
            stream.disableAutoRequestWithInitial(0);
        }
    }

    @Override
    public synchronized void onNext(GenerateResponse part) {
        parts.add(part);
    }

    @Override
    public synchronized void onError(Throwable cause) {
        failure = cause;
    }

    @Override
    public synchronized void onCompleted() {
        isCompleted = true;
    }

    synchronized void read(int count) {
        call().request(count);
    }

    void cancel() {
        call().cancel("not needed any more", null);
    }

    private synchronized ClientCallStreamObserver<GenerateRequest> call() {
        if (call == null) {
            throw new IllegalStateException("not started");
        }
        return call;
    }

    synchronized List<GenerateResponse> parts() {
        return List.copyOf(parts);
    }

    private synchronized boolean isOver() {
        return isCompleted || failure != null;
    }

    /** All parts of an answer that came to its end. */
    List<GenerateResponse> awaitEnd() {
        Await.until("the end of the stream", this::isOver);
        if (failure != null) {
            throw new AssertionError("the call failed", failure);
        }
        return parts();
    }

    /** Why there was no answer. */
    StatusRuntimeException awaitFailure() {
        Await.until("an error", this::isOver);
        if (failure instanceof StatusRuntimeException status) {
            return status;
        }
        throw new AssertionError("no status, but " + failure);
    }

    Status.Code awaitStatus() {
        return awaitFailure().getStatus().getCode();
    }

    static String text(List<GenerateResponse> parts) {
        return parts.stream().map(GenerateResponse::getText).collect(Collectors.joining());
    }

    static List<Integer> ids(List<GenerateResponse> parts) {
        return parts.stream().flatMap(part -> part.getTokenIdsList().stream()).toList();
    }
}
