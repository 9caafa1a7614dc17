package llamaline.worker.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Switches off what ONNX Runtime reports of its use to its maker, over the network: its libraries
 * (1.29.0) do so unless a variable of the environment forbids it. A worker reports nothing to
 * anybody.
 *
 * <p>Source: ONNX Runtime, core/platform/posix/telemetry.cc.
 */
public final class Telemetry {
    static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private static final int OVERWRITE = 1;

    private Telemetry() {}

    /**
     * Sets the variable; to be called before the library is used for the first time, when it looks.
     */
    @SuppressWarnings("restricted") // The launcher grants native access.
    public static void switchOff() {
        Optional<MemorySegment> setenv = library().find("setenv");
        if (setenv.isEmpty()) {
            // A system without it is none that the worker's libraries are for.
            return;
        }
        MethodHandle handle =
                Linker.nativeLinker()
                        .downcallHandle(
                                setenv.get(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed =
                    (int)
                            handle.invokeExact(
                                    arena.allocateFrom(VARIABLE),
                                    arena.allocateFrom("1"),
                                    OVERWRITE);
            if (failed != 0) {
                throw new EngineException("cannot set " + VARIABLE);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("setenv throws nothing", e);
        }
    }

    private static SymbolLookup library() {
        return Linker.nativeLinker().defaultLookup();
    }
}
