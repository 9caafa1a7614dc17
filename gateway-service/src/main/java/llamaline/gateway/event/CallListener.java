package llamaline.gateway.event;

import java.util.List;

/** Takes the events of a call, in order, one list at a time, on any thread. Must not wait. */
public interface CallListener {
    /** Takes the next events, at least one: those that one record of the broker led to. */
    void on(List<CallEvent> events);
}
