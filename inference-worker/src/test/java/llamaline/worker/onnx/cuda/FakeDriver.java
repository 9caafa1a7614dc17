package llamaline.worker.onnx.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NVIDIA's driver as far as {@link CudaDriver} calls it, written in Java. */
@SuppressWarnings("restricted") // Sizes are those of the callers' own buffers.
public final class FakeDriver implements SymbolLookup {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final long CONTEXT = 4242;

    private final Arena arena = Arena.ofAuto();
    private final List<String> calls = new ArrayList<>();
    private int version = 12_040;
    private int initResult;
    private int devices = 1;
    private long freeBytes = 20L << 30;

    FakeDriver withVersion(int cuda) {
        version = cuda;
        return this;
    }

    FakeDriver withInitResult(int result) {
        initResult = result;
        return this;
    }

    FakeDriver withDevices(int count) {
        devices = count;
        return this;
    }

    public FakeDriver withFreeBytes(long bytes) {
        freeBytes = bytes;
        return this;
    }

    /** Those on contexts, in their order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return switch (name) {
            case "cuInit", "cuDevicePrimaryCtxRelease_v2" -> stub(name, int.class);
            case "cuDriverGetVersion",
                    "cuDeviceGetCount",
                    "cuCtxPushCurrent_v2",
                    "cuCtxPopCurrent_v2" ->
                    stub(name, MemorySegment.class);
            case "cuDeviceGet", "cuDevicePrimaryCtxRetain" ->
                    stub(name, MemorySegment.class, int.class);
            case "cuDeviceGetName" -> stub(name, MemorySegment.class, int.class, int.class);
            case "cuMemGetInfo_v2" -> stub(name, MemorySegment.class, MemorySegment.class);
            case "cuGetErrorName" -> stub(name, int.class, MemorySegment.class);
            default -> Optional.empty();
        };
    }

    int cuInit(int flags) {
        return initResult;
    }

    int cuDriverGetVersion(MemorySegment out) {
        out.reinterpret(JAVA_INT.byteSize()).set(JAVA_INT, 0, version);
        return 0;
    }

    int cuDeviceGetCount(MemorySegment out) {
        out.reinterpret(JAVA_INT.byteSize()).set(JAVA_INT, 0, devices);
        return 0;
    }

    int cuDeviceGet(MemorySegment out, int index) {
        out.reinterpret(JAVA_INT.byteSize()).set(JAVA_INT, 0, index);
        return 0;
    }

    int cuDeviceGetName(MemorySegment out, int length, int device) {
        out.reinterpret(length).setString(0, "NVIDIA Test " + device);
        return 0;
    }

    int cuDevicePrimaryCtxRetain(MemorySegment out, int device) {
        calls.add("retain " + device);
        out.reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, MemorySegment.ofAddress(CONTEXT));
        return 0;
    }

    int cuDevicePrimaryCtxRelease_v2(int device) {
        calls.add("release " + device);
        return 0;
    }

    int cuCtxPushCurrent_v2(MemorySegment context) {
        calls.add("push " + context.address());
        return 0;
    }

    int cuCtxPopCurrent_v2(MemorySegment out) {
        calls.add("pop");
        return 0;
    }

    int cuMemGetInfo_v2(MemorySegment free, MemorySegment total) {
        free.reinterpret(JAVA_LONG.byteSize()).set(JAVA_LONG, 0, freeBytes);
        total.reinterpret(JAVA_LONG.byteSize()).set(JAVA_LONG, 0, freeBytes);
        return 0;
    }

    int cuGetErrorName(int error, MemorySegment out) {
        MemorySegment name = arena.allocateFrom("CUDA_ERROR_" + error);
        out.reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, name);
        return 0;
    }

    private Optional<MemorySegment> stub(String name, Class<?>... parameters) {
        try {
            MethodHandle method =
                    MethodHandles.lookup()
                            .bind(this, name, MethodType.methodType(int.class, parameters));
            var layouts = new MemoryLayout[parameters.length];
            for (int i = 0; i < parameters.length; i++) {
                layouts[i] = parameters[i] == int.class ? JAVA_INT : ADDRESS;
            }
            return Optional.of(
                    LINKER.upcallStub(method, FunctionDescriptor.of(JAVA_INT, layouts), arena));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no stub of " + name, e);
        }
    }
}
