package llamaline.worker.onnx.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.List;
import llamaline.worker.onnx.EngineException;
import org.jspecify.annotations.Nullable;

/**
 * A function of a native library: it takes pointers, ints and longs, as {@link MemorySegment}s and
 * boxes.
 */
@SuppressWarnings("restricted") // The launcher grants native access.
public record NativeFunction(MethodHandle handle) {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodType ANY = MethodType.methodType(Object.class, Object[].class);

    public static NativeFunction of(MemorySegment address, FunctionDescriptor descriptor) {
        MethodHandle handle = LINKER.downcallHandle(address, descriptor);
        int parameters = descriptor.argumentLayouts().size();
        return new NativeFunction(handle.asSpreader(Object[].class, parameters).asType(ANY));
    }

    /**
     * Loads a library for the rest of the process.
     *
     * @throws EngineException where the system's loader refuses
     */
    static SymbolLookup library(Path path) {
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new EngineException("cannot load %s".formatted(path), e);
        }
    }

    /** Calls a function that returns a pointer. */
    MemorySegment pointer(Object... arguments) {
        if (call(arguments) instanceof MemorySegment pointer) {
            return pointer;
        }
        throw new IllegalStateException("not a function that returns a pointer");
    }

    /** Calls a function that returns an int. */
    public int number(Object... arguments) {
        if (call(arguments) instanceof Integer number) {
            return number;
        }
        throw new IllegalStateException("not a function that returns an int");
    }

    /** Calls a function that returns nothing. */
    void run(Object... arguments) {
        var _ = call(arguments);
    }

    private @Nullable Object call(Object... arguments) {
        try {
            return handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(
                    "native functions throw nothing, called with " + List.of(arguments), e);
        }
    }
}
