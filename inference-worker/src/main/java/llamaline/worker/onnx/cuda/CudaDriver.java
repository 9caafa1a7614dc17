package llamaline.worker.onnx.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.NativeFunction;

/**
 * Asks NVIDIA's driver before anything is loaded to a GPU, so that what is wrong is said in one
 * line. Tested against a driver of the tests' own; no GPU was at hand.
 *
 * <p>Source: CUDA Driver API, sections 6.2 to 6.8.
 */
public final class CudaDriver {
    /** The version that the built-in provider needs: major * 1000 + minor * 10. */
    private static final int NEEDED_CUDA = 12_000;

    private static final String LIBRARY = "libcuda.so.1";
    private static final int SUCCESS = 0;
    private static final int NO_DEVICE = 100;
    private static final int LONGEST_NAME = 256;
    private static final long LONGEST_ERROR = 1024;

    private final SymbolLookup symbols;

    private CudaDriver(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /**
     * Opens the system's driver.
     *
     * @throws EngineException where there is none, it sees no GPU or is too old
     */
    @SuppressWarnings("restricted") // The launcher grants native access.
    public static CudaDriver ofSystem() {
        try {
            return of(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    "no NVIDIA driver: %s cannot be loaded".formatted(LIBRARY), e);
        }
    }

    /**
     * Opens a driver with these functions.
     *
     * @throws EngineException where it sees no GPU or is too old
     */
    public static CudaDriver of(SymbolLookup symbols) {
        var driver = new CudaDriver(symbols);
        driver.requireVersion(driver.integer("cuDriverGetVersion"));
        int result = driver.function("cuInit", JAVA_INT).number(0);
        if (result == NO_DEVICE) {
            throw new EngineException("the NVIDIA driver sees no GPU");
        }
        driver.check("cuInit", result);
        return driver;
    }

    /**
     * Returns a GPU.
     *
     * @throws EngineException where there is none of that number
     */
    public CudaDevice device(ComputeDevice.Cuda wanted) {
        int count = integer("cuDeviceGetCount");
        if (wanted.index() >= count) {
            throw new EngineException(
                    "there is no %s: the NVIDIA driver sees %s"
                            .formatted(
                                    wanted,
                                    count == 1 ? "cuda:0 alone" : "cuda:0 to cuda:" + (count - 1)));
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment handle = scratch.allocate(JAVA_INT);
            call("cuDeviceGet", signature(ADDRESS, JAVA_INT), handle, wanted.index());
            int device = handle.get(JAVA_INT, 0);
            return new CudaDevice(wanted, name(device, scratch), freeBytes(device, scratch));
        }
    }

    private String name(int device, Arena scratch) {
        MemorySegment name = scratch.allocate(JAVA_BYTE, LONGEST_NAME);
        call("cuDeviceGetName", signature(ADDRESS, JAVA_INT, JAVA_INT), name, LONGEST_NAME, device);
        return name.getString(0);
    }

    /**
     * The free memory in the context that ONNX Runtime will use as well: the context's own share is
     * counted already.
     */
    private long freeBytes(int device, Arena scratch) {
        MemorySegment context = scratch.allocate(ADDRESS);
        call("cuDevicePrimaryCtxRetain", signature(ADDRESS, JAVA_INT), context, device);
        try {
            call("cuCtxPushCurrent_v2", signature(ADDRESS), context.get(ADDRESS, 0));
            MemorySegment free = scratch.allocate(JAVA_LONG);
            MemorySegment total = scratch.allocate(JAVA_LONG);
            call("cuMemGetInfo_v2", signature(ADDRESS, ADDRESS), free, total);
            call("cuCtxPopCurrent_v2", signature(ADDRESS), context);
            return free.get(JAVA_LONG, 0);
        } finally {
            call("cuDevicePrimaryCtxRelease_v2", signature(JAVA_INT), device);
        }
    }

    private void requireVersion(int version) {
        if (version < NEEDED_CUDA) {
            throw new EngineException(
                    "the NVIDIA driver supports CUDA %d.%d at most, the provider needs CUDA %d: update the driver"
                            .formatted(version / 1000, version % 1000 / 10, NEEDED_CUDA / 1000));
        }
    }

    private int integer(String function) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment out = scratch.allocate(JAVA_INT);
            call(function, signature(ADDRESS), out);
            return out.get(JAVA_INT, 0);
        }
    }

    private void call(String name, MemoryLayout[] signature, Object... arguments) {
        check(name, function(name, signature).number(arguments));
    }

    private void check(String name, int result) {
        if (result != SUCCESS) {
            throw new EngineException(
                    "the NVIDIA driver refuses %s with error %d (%s)"
                            .formatted(name, result, errorName(result)));
        }
    }

    @SuppressWarnings("restricted") // The driver's own constant string.
    private String errorName(int result) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment out = scratch.allocate(ADDRESS);
            int known = function("cuGetErrorName", JAVA_INT, ADDRESS).number(result, out);
            return known == SUCCESS
                    ? out.get(ADDRESS, 0).reinterpret(LONGEST_ERROR).getString(0)
                    : "unknown";
        }
    }

    private NativeFunction function(String name, MemoryLayout... parameters) {
        MemorySegment address =
                symbols.find(name)
                        .orElseThrow(() ->
                                new EngineException(
                                        "the NVIDIA driver has no %s: update it".formatted(name)));
        return NativeFunction.of(address, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static MemoryLayout[] signature(MemoryLayout... parameters) {
        return parameters;
    }
}
