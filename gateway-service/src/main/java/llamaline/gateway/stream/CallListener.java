package llamaline.gateway.stream;

/** Takes what happens in a call, in order, one at a time, on any thread. Must not wait. */
public interface CallListener {
    /** The next event. */
    void on(CallEvent event);
}
