package llamaline.worker.onnx.capi;

import java.lang.foreign.MemorySegment;

/** An object of ONNX Runtime's, to be closed once, after everything that was made from it. */
public final class NativeObject implements AutoCloseable {
    private final OrtApi api;
    private final OrtObject kind;
    private final MemorySegment address;
    private boolean isClosed;

    NativeObject(OrtApi api, OrtObject kind, MemorySegment address) {
        this.api = api;
        this.kind = kind;
        this.address = address;
    }

    public MemorySegment address() {
        if (isClosed) {
            throw new IllegalStateException(kind + " is closed");
        }
        return address;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            api.release(kind, address);
        }
    }
}
