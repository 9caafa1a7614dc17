package llamaline.worker.event;

/** How long a sequence waited, read and wrote, in milliseconds. */
public record SequenceTimings(long queueMillis, long prefillMillis, long decodeMillis) {
    /** Of a sequence that never ran. */
    public static final SequenceTimings NONE = new SequenceTimings(0, 0, 0);
}
