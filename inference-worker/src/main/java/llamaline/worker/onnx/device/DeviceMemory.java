package llamaline.worker.onnx.device;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import llamaline.importer.graph.CopyGraph;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.ElementType;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.NativeScope;
import llamaline.worker.onnx.capi.OrtApi;
import llamaline.worker.onnx.capi.OrtBinding;
import llamaline.worker.onnx.capi.OrtFunction;
import llamaline.worker.onnx.capi.TensorMemory;

/**
 * The memory of a device, freed together. Its addresses may be no memory of this process: only
 * arithmetic is done on them here, and copies are made by a graph that does nothing else (the C
 * API's CopyTensors knows no transfer for a provider that a session brings). Not thread-safe.
 */
@SuppressWarnings("restricted") // The sizes are those that were asked for.
final class DeviceMemory implements AutoCloseable {
    private final OrtApi api;
    private final TensorMemory host;
    private final NativeScope open = new NativeScope();
    private final TensorMemory device;
    private final NativeObject allocator;
    private final OrtBinding copying;
    private final List<MemorySegment> blocks = new ArrayList<>();

    /**
     * @param host memory of this process; stays the caller's
     */
    DeviceMemory(OrtApi api, ComputeDevice where, DeviceSessions sessions, TensorMemory host) {
        this.api = api;
        this.host = host;
        try {
            device = open.keep(new TensorMemory(api, where));
            NativeObject session = open.keep(sessions.open(CopyGraph.model()));
            allocator = open.keep(device.allocator(session));
            copying = open.keep(new OrtBinding(api, session));
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    /**
     * Allocates memory, which is not set to anything.
     *
     * @throws llamaline.worker.onnx.EngineException where the device has too little
     */
    MemorySegment allocate(long bytes) {
        MemorySegment block =
                api.pointer(OrtFunction.ALLOCATE, allocator.address(), bytes).reinterpret(bytes);
        blocks.add(block);
        return block;
    }

    /** Makes a tensor over memory of the device, without a copy. */
    NativeObject tensor(MemorySegment data, ElementType type, long... dimensions) {
        return device.tensor(data, type, dimensions);
    }

    /**
     * Copies memory of this process to the device; both are of the same size, a multiple of 4
     * bytes.
     */
    void upload(MemorySegment from, MemorySegment to) {
        copy(host, from, to);
    }

    /** Copies memory of the device; both are of the same size, a multiple of 4 bytes, and apart. */
    void copy(MemorySegment from, MemorySegment to) {
        copy(device, from, to);
    }

    @Override
    public void close() {
        blocks.forEach(block -> api.call(OrtFunction.FREE, allocator.address(), block));
        blocks.clear();
        open.close();
    }

    private void copy(TensorMemory source, MemorySegment from, MemorySegment to) {
        long words = from.byteSize() / Integer.BYTES;
        try (NativeObject input = source.tensor(from, ElementType.INT32, words);
                NativeObject output = device.tensor(to, ElementType.INT32, words)) {
            copying.input(CopyGraph.FROM, input);
            copying.output(CopyGraph.TO, output);
            copying.run();
        }
    }
}
