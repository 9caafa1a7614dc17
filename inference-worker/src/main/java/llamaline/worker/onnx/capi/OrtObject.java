package llamaline.worker.onnx.capi;

/**
 * The kinds of objects that ONNX Runtime hands out, with the place in {@code struct OrtApi} of the
 * function that frees one.
 */
public enum OrtObject {
    ENVIRONMENT(92),
    MEMORY_INFO(94),
    SESSION(95),
    VALUE(96),
    RUN_OPTIONS(97),
    SESSION_OPTIONS(100),
    ALLOCATOR(132),
    BINDING(135),
    CUDA_OPTIONS(208);

    private final int releaseSlot;

    OrtObject(int releaseSlot) {
        this.releaseSlot = releaseSlot;
    }

    int releaseSlot() {
        return releaseSlot;
    }
}
