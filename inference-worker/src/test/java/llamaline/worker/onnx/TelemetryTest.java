package llamaline.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import llamaline.worker.onnx.cpu.OnnxSession;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private static final int LONGEST_VALUE = 100;

    @Test
    void isOffBeforeAnyEngineLooks() throws Throwable {
        assertThrows(EngineException.class, () -> OnnxSession.open(Path.of("no-such.onnx"), 1));
        assertEquals("1", environment(Telemetry.VARIABLE));
    }

    /** As native code sees it; Java's own view is of the process' start. */
    @SuppressWarnings("restricted") // The length is a limit for the test alone.
    private static String environment(String name) throws Throwable {
        Linker linker = Linker.nativeLinker();
        var getenv =
                linker.downcallHandle(
                        linker.defaultLookup().find("getenv").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
            return value.address() == 0 ? "unset" : value.reinterpret(LONGEST_VALUE).getString(0);
        }
    }
}
