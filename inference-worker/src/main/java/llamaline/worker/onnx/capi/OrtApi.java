package llamaline.worker.onnx.capi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.Telemetry;

/**
 * ONNX Runtime's C API, in a library that stays loaded until the process ends. Counts the objects
 * that are open, so that a test sees a leak. Thread-safe.
 */
@SuppressWarnings("restricted") // The launcher grants native access; sizes are the header's.
public final class OrtApi {
    /** The oldest version of the table that has every slot; newer libraries serve it too. */
    static final int VERSION = 23;

    private static final int ERROR_MESSAGE_SLOT = 2;
    private static final int RELEASE_STATUS_SLOT = 93;
    private static final long LONGEST_MESSAGE = 1 << 16;
    private static final long LONGEST_VERSION = 64;

    private final String version;
    private final NativeFunction errorMessage;
    private final NativeFunction releaseStatus;
    private final Map<OrtFunction, NativeFunction> functions = new EnumMap<>(OrtFunction.class);
    private final Map<OrtObject, NativeFunction> releases = new EnumMap<>(OrtObject.class);
    private final Map<OrtObject, AtomicLong> open = new EnumMap<>(OrtObject.class);

    private OrtApi(String version, MemorySegment table) {
        this.version = version;
        errorMessage = function(table, ERROR_MESSAGE_SLOT, FunctionDescriptor.of(ADDRESS, ADDRESS));
        FunctionDescriptor release = FunctionDescriptor.ofVoid(ADDRESS);
        releaseStatus = function(table, RELEASE_STATUS_SLOT, release);
        for (OrtFunction function : OrtFunction.values()) {
            functions.put(function, function(table, function.slot(), function.descriptor()));
        }
        for (OrtObject kind : OrtObject.values()) {
            releases.put(kind, function(table, kind.releaseSlot(), release));
            open.put(kind, new AtomicLong());
        }
    }

    /**
     * Loads a library.
     *
     * @throws EngineException where there is none, or one that is too old
     */
    public static OrtApi load(Path library) {
        Telemetry.switchOff();
        SymbolLookup symbols = NativeFunction.library(library);
        MemorySegment getBase =
                symbols.find("OrtGetApiBase")
                        .orElseThrow(() -> new EngineException(library + " is not ONNX Runtime"));
        MemorySegment base =
                NativeFunction.of(getBase, FunctionDescriptor.of(ADDRESS))
                        .pointer()
                        .reinterpret(2 * ADDRESS.byteSize());
        String version =
                NativeFunction.of(base.getAtIndex(ADDRESS, 1), FunctionDescriptor.of(ADDRESS))
                        .pointer()
                        .reinterpret(LONGEST_VERSION)
                        .getString(0);
        MemorySegment table =
                NativeFunction.of(
                                base.getAtIndex(ADDRESS, 0),
                                FunctionDescriptor.of(ADDRESS, JAVA_INT))
                        .pointer(VERSION);
        if (table.equals(MemorySegment.NULL)) {
            throw new EngineException(
                    "%s is ONNX Runtime %s: it must be 1.%d or newer"
                            .formatted(library, version, VERSION));
        }
        return new OrtApi(version, table);
    }

    /** The library's version, for example 1.29.0. */
    public String version() {
        return version;
    }

    /**
     * Calls a function that makes nothing.
     *
     * @throws EngineException with ONNX Runtime's words, in one line
     */
    public void call(OrtFunction function, Object... arguments) {
        check(known(functions, function).pointer(arguments));
    }

    /**
     * Calls a function whose last parameter takes what it makes.
     *
     * @param arguments all but the last
     * @throws EngineException with ONNX Runtime's words, in one line
     */
    public NativeObject create(OrtObject kind, OrtFunction function, Object... arguments) {
        MemorySegment made = pointer(function, arguments);
        known(open, kind).incrementAndGet();
        return new NativeObject(this, kind, made);
    }

    /** Calls a function whose last parameter takes an address that is no object, such as memory. */
    public MemorySegment pointer(OrtFunction function, Object... arguments) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment out = scratch.allocate(ADDRESS);
            Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = out;
            call(function, all);
            return out.get(ADDRESS, 0);
        }
    }

    void release(OrtObject kind, MemorySegment object) {
        known(releases, kind).run(object);
        known(open, kind).decrementAndGet();
    }

    /** Counts the objects that were made and not freed. */
    public long openObjects() {
        return open.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private void check(MemorySegment status) {
        if (status.equals(MemorySegment.NULL)) {
            return;
        }
        String message = errorMessage.pointer(status).reinterpret(LONGEST_MESSAGE).getString(0);
        releaseStatus.run(status);
        throw new EngineException(message.strip().replaceAll("\\s+", " "));
    }

    /** Returns the value of a key; the maps have every constant. */
    private static <K, V> V known(Map<K, V> all, K key) {
        return Objects.requireNonNull(all.get(key));
    }

    private static NativeFunction function(
            MemorySegment table, int slot, FunctionDescriptor descriptor) {
        long bytes = (slot + 1L) * ADDRESS.byteSize();
        return NativeFunction.of(table.reinterpret(bytes).getAtIndex(ADDRESS, slot), descriptor);
    }
}
