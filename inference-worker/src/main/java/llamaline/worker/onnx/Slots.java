package llamaline.worker.onnx;

/** Slots [first, first + count) of a KV cache, count at least 1. */
public record Slots(int first, int count) {
    public Slots {
        if (first < 0 || count < 1) {
            throw new IllegalArgumentException("no slots: %d from %d".formatted(count, first));
        }
    }
}
