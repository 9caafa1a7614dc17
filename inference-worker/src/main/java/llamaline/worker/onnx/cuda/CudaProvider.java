package llamaline.worker.onnx.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.NativeObject;
import llamaline.worker.onnx.capi.OrtApi;
import llamaline.worker.onnx.capi.OrtFunction;
import llamaline.worker.onnx.capi.OrtObject;

/**
 * ONNX Runtime's CUDA execution provider and its options. Library and options were tried where
 * there is no GPU: the provider takes all keys but refuses the device.
 *
 * <p>Source: onnxruntime, core/providers/cuda/cuda_execution_provider_info.cc.
 */
public record CudaProvider(OrtApi api, ComputeDevice.Cuda device) {
    /** Adds the settings that a session needs beside the provider. */
    public static Map<String, String> sessionSettings(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        // A node without a CUDA kernel would move the KV cache to and fro in every step: refuse.
        settings.put("session.disable_cpu_ep_fallback", "1");
        return settings;
    }

    /**
     * Adds the provider to a session's options, which loads its library.
     *
     * @throws EngineException where the library or one that it needs is missing
     */
    public void appendTo(NativeObject sessionOptions) {
        try (NativeObject options =
                api.create(OrtObject.CUDA_OPTIONS, OrtFunction.CREATE_CUDA_OPTIONS)) {
            update(options);
            api.call(OrtFunction.APPEND_CUDA_PROVIDER, sessionOptions.address(), options.address());
        } catch (EngineException e) {
            throw new EngineException(
                    "the CUDA provider cannot be used (it needs CUDA 12 and cuDNN 9): "
                            + e.getMessage(),
                    e);
        }
    }

    private void update(NativeObject options) {
        Map<String, String> values = options();
        List<String> keys = List.copyOf(values.keySet());
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment nativeKeys = scratch.allocate(ADDRESS, keys.size());
            MemorySegment nativeValues = scratch.allocate(ADDRESS, keys.size());
            for (int i = 0; i < keys.size(); i++) {
                nativeKeys.setAtIndex(ADDRESS, i, scratch.allocateFrom(keys.get(i)));
                nativeValues.setAtIndex(
                        ADDRESS, i, scratch.allocateFrom(values.getOrDefault(keys.get(i), "")));
            }
            api.call(
                    OrtFunction.UPDATE_CUDA_OPTIONS,
                    options.address(),
                    nativeKeys,
                    nativeValues,
                    (long) keys.size());
        }
    }

    private Map<String, String> options() {
        return Map.of(
                "device_id", Integer.toString(device.index()),
                // The KV cache is one large request: doubling would waste as much again.
                "arena_extend_strategy", "kSameAsRequested",
                // Sums of squares over thousands of elements do not fit float16.
                "enable_skip_layer_norm_strict_mode", "1");
    }
}
