package llamaline.gateway.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Moves a call's events to the executor of its caller, in order and as many at once as have come.
 * Thread-safe. The events that wait are bounded by the call's own limit on tokens.
 */
public final class ExecutorListener implements CallListener {
    private final Executor executor;
    private final Consumer<List<CallEvent>> sink;
    private List<CallEvent> waiting = new ArrayList<>();

    /**
     * Nothing waits yet.
     *
     * @param executor runs one task at a time, in order
     * @param sink is run on the executor
     */
    public ExecutorListener(Executor executor, Consumer<List<CallEvent>> sink) {
        this.executor = executor;
        this.sink = sink;
    }

    @Override
    public void on(List<CallEvent> events) {
        boolean isFirst;
        synchronized (this) {
            isFirst = waiting.isEmpty();
            waiting.addAll(events);
        }
        if (isFirst) {
            executor.execute(() -> sink.accept(take()));
        }
    }

    private synchronized List<CallEvent> take() {
        List<CallEvent> events = waiting;
        waiting = new ArrayList<>();
        return events;
    }
}
