package llamaline.worker.event;

/** The times for which a sequence waited, read its prompt and wrote, in milliseconds. */
public record SequenceTimings(long queueMillis, long prefillMillis, long decodeMillis) {
    /** The times of a sequence that never ran. */
    public static final SequenceTimings NONE = new SequenceTimings(0, 0, 0);
}
