package llamaline.gateway.http;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import llamaline.gateway.stream.CallEvent;
import llamaline.gateway.stream.CallListener;

/**
 * Moves a call's events to the event loop of its caller, in order and as many at once as have come.
 * Thread-safe. What waits is bounded by the call's own limit on tokens.
 */
final class ContextListener implements CallListener {
    private final Context context;
    private final Consumer<List<CallEvent>> sink;
    private List<CallEvent> waiting = new ArrayList<>();

    /**
     * @param sink is run on the context
     */
    ContextListener(Context context, Consumer<List<CallEvent>> sink) {
        this.context = context;
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
            context.runOnContext(_ -> sink.accept(take()));
        }
    }

    private synchronized List<CallEvent> take() {
        List<CallEvent> events = waiting;
        waiting = new ArrayList<>();
        return events;
    }
}
