package llamaline.tokenization.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Bounds the requests that are being worked on, by their bytes. Thread-safe. */
public final class InFlight {
    private final long limit;
    private long bytes;
    private int requests;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> empty = CompletableFuture.completedFuture(null);

    /**
     * @param limit in bytes; what comes in while there is room is taken whole
     */
    public InFlight(long limit) {
        this.limit = limit;
    }

    synchronized void begin(int size) {
        bytes += size;
        requests++;
        if (bytes >= limit && room.isDone()) {
            room = new CompletableFuture<>();
        }
        if (empty.isDone()) {
            empty = new CompletableFuture<>();
        }
    }

    void end(int size) {
        for (CompletableFuture<Void> reached : reachedBy(size)) {
            reached.complete(null);
        }
    }

    private synchronized List<CompletableFuture<Void>> reachedBy(int size) {
        bytes -= size;
        requests--;
        List<CompletableFuture<Void>> reached = new ArrayList<>();
        if (bytes < limit) {
            reached.add(room);
        }
        if (requests == 0) {
            reached.add(empty);
        }
        return reached;
    }

    /** Returns the bytes of the requests that are being worked on. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Counts the requests that are being worked on. */
    public synchronized int requests() {
        return requests;
    }

    /** Completes when more may come. */
    synchronized CompletionStage<Void> room() {
        return room;
    }

    /** Completes when nothing is being worked on, or after {@code millis}. */
    public synchronized CompletableFuture<Void> empty(long millis) {
        return empty.copy().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
    }
}
