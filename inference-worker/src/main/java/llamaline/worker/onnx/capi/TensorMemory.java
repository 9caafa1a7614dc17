package llamaline.worker.onnx.capi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Makes tensors over memory of one kind, which stays its owner's. */
public final class TensorMemory implements AutoCloseable {
    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private final OrtApi api;
    private final NativeObject info;

    /** Describes the memory of a device, or with {@link ComputeDevice.Cpu} the process's own. */
    public TensorMemory(OrtApi api, ComputeDevice device) {
        this.api = api;
        try (Arena scratch = Arena.ofConfined()) {
            info =
                    api.create(
                            OrtObject.MEMORY_INFO,
                            OrtFunction.CREATE_MEMORY_INFO,
                            scratch.allocateFrom(device.memoryName()),
                            DEVICE_ALLOCATOR,
                            device.index(),
                            DEFAULT_MEMORY);
        }
    }

    /** Makes a tensor over memory, without a copy; no dimension makes a scalar. */
    public NativeObject tensor(MemorySegment data, ElementType type, long... dimensions) {
        try (Arena scratch = Arena.ofConfined()) {
            return api.create(
                    OrtObject.VALUE,
                    OrtFunction.CREATE_TENSOR_WITH_DATA,
                    info.address(),
                    data,
                    data.byteSize(),
                    scratch.allocateFrom(JAVA_LONG, dimensions),
                    (long) dimensions.length,
                    type.code());
        }
    }

    /** Returns a session's allocator of this memory. */
    public NativeObject allocator(NativeObject session) {
        return api.create(
                OrtObject.ALLOCATOR,
                OrtFunction.CREATE_ALLOCATOR,
                session.address(),
                info.address());
    }

    @Override
    public void close() {
        info.close();
    }
}
