package llamaline.gateway.stream;

import java.util.List;

/** Takes what happens in a call, in order, one list at a time, on any thread. Must not wait. */
public interface CallListener {
    /** The next events, at least one: what one record of the broker told of the call. */
    void on(List<CallEvent> events);
}
