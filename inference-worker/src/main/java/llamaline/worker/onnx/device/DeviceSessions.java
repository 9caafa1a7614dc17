package llamaline.worker.onnx.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Map;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.OrtApi;
import llamaline.worker.onnx.capi.OrtFunction;
import llamaline.worker.onnx.capi.OrtObject;
import llamaline.worker.onnx.cuda.CudaProvider;

/** Opens sessions of one device. */
final class DeviceSessions implements AutoCloseable {
    private static final int ERRORS_ONLY = 3;

    private final OrtApi api;
    private final ComputeDevice device;
    private final int threads;
    private final NativeObject environment;

    /**
     * @param threads that compute what is computed on the CPU, at least 1
     */
    DeviceSessions(OrtApi api, ComputeDevice device, int threads) {
        this.api = api;
        this.device = device;
        this.threads = threads;
        try (Arena scratch = Arena.ofConfined()) {
            environment =
                    api.create(
                            OrtObject.ENVIRONMENT,
                            OrtFunction.CREATE_ENVIRONMENT,
                            ERRORS_ONLY,
                            scratch.allocateFrom("llamaline"));
        }
    }

    /**
     * Loads a graph and its weights.
     *
     * @throws EngineException where ONNX Runtime refuses graph or device
     */
    NativeObject open(Path graph) {
        try (Arena scratch = Arena.ofConfined();
                NativeObject options = options()) {
            return api.create(
                    OrtObject.SESSION,
                    OrtFunction.CREATE_SESSION,
                    environment.address(),
                    scratch.allocateFrom(graph.toString()),
                    options.address());
        } catch (EngineException e) {
            throw new EngineException(
                    "ONNX Runtime cannot load %s on %s: %s"
                            .formatted(graph, device, e.getMessage()),
                    e);
        }
    }

    /** Loads a graph that has no external weights. */
    NativeObject open(byte[] graph) {
        try (Arena scratch = Arena.ofConfined();
                NativeObject options = options()) {
            MemorySegment bytes = scratch.allocateFrom(ValueLayout.JAVA_BYTE, graph);
            return api.create(
                    OrtObject.SESSION,
                    OrtFunction.CREATE_SESSION_FROM_ARRAY,
                    environment.address(),
                    bytes,
                    bytes.byteSize(),
                    options.address());
        }
    }

    @Override
    public void close() {
        environment.close();
    }

    private NativeObject options() {
        NativeObject options =
                api.create(OrtObject.SESSION_OPTIONS, OrtFunction.CREATE_SESSION_OPTIONS);
        try {
            api.call(OrtFunction.SET_INTRA_OP_THREADS, options.address(), threads);
            api.call(OrtFunction.SET_INTER_OP_THREADS, options.address(), 1);
            // Every length of a prompt is another shape: patterns would be kept for each.
            api.call(OrtFunction.DISABLE_MEMORY_PATTERN, options.address());
            settings().forEach((key, value) -> set(options, key, value));
            if (device instanceof ComputeDevice.Cuda cuda) {
                new CudaProvider(api, cuda).appendTo(options);
            }
            return options;
        } catch (RuntimeException | Error e) {
            options.close();
            throw e;
        }
    }

    private Map<String, String> settings() {
        // Threads that spin between steps burn a core and make no step shorter.
        Map<String, String> all = Map.of("session.intra_op.allow_spinning", "0");
        return switch (device) {
            case ComputeDevice.Cpu _ -> all;
            case ComputeDevice.Cuda _ -> CudaProvider.sessionSettings(all);
        };
    }

    private void set(NativeObject options, String key, String value) {
        try (Arena scratch = Arena.ofConfined()) {
            api.call(
                    OrtFunction.ADD_SESSION_SETTING,
                    options.address(),
                    scratch.allocateFrom(key),
                    scratch.allocateFrom(value));
        }
    }
}
