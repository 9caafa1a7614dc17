package llamaline.worker.schedule;

/** How long a sequence waited, read and wrote, in milliseconds. */
public record Timings(long queueMillis, long prefillMillis, long decodeMillis) {
    /** Of a sequence that never ran. */
    public static final Timings NONE = new Timings(0, 0, 0);
}
