package llamaline.worker.model;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory from the C library's {@code aligned_alloc}: unlike an {@link Arena}'s it is not filled
 * with zeros, so large pieces cost nothing until they are used. Freed together. Not thread-safe.
 */
@SuppressWarnings("restricted") // The launcher grants native access; no size comes from outside.
final class NativeMemory implements AutoCloseable {
    /** A cache line, and the widest vector register. */
    private static final long ALIGNMENT = 64;

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle ALIGNED_ALLOC =
            function(
                    "aligned_alloc",
                    FunctionDescriptor.of(
                            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private static final MethodHandle FREE =
            function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> pieces = new ArrayList<>();

    /**
     * @param bytes above 0
     * @return unset memory at a multiple of 64
     * @throws OutOfMemoryError where the system refuses
     */
    MemorySegment allocate(long bytes) {
        long size = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        MemorySegment address = alignedAlloc(size);
        if (address.equals(MemorySegment.NULL)) {
            throw new OutOfMemoryError("no memory for %d bytes of KV cache".formatted(size));
        }
        pieces.add(address);
        return address.reinterpret(size, arena, null).asSlice(0, bytes);
    }

    /** Nobody may use the memory any more. */
    @Override
    public void close() {
        arena.close();
        pieces.forEach(NativeMemory::free);
        pieces.clear();
    }

    private static MemorySegment alignedAlloc(long size) {
        try {
            return (MemorySegment) ALIGNED_ALLOC.invokeExact(ALIGNMENT, size);
        } catch (Throwable e) {
            throw new AssertionError("aligned_alloc throws nothing", e);
        }
    }

    private static void free(MemorySegment address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw new AssertionError("free throws nothing", e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        return LINKER.downcallHandle(symbol, descriptor);
    }
}
