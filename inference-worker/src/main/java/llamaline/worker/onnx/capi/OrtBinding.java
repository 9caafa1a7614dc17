package llamaline.worker.onnx.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Binds the names of a graph's inputs and outputs to tensors. Not thread-safe.
 *
 * <p>An input that lies elsewhere than the graph reads it is copied there when it is bound, not
 * when the graph runs (onnxruntime, core/session/IOBinding.cc): a host tensor with new contents
 * must be bound again. An output is copied at the end of a run.
 */
public final class OrtBinding implements AutoCloseable {
    private final OrtApi api;
    private final NativeObject session;
    private final NativeObject binding;

    public OrtBinding(OrtApi api, NativeObject session) {
        this.api = api;
        this.session = session;
        binding = api.create(OrtObject.BINDING, OrtFunction.CREATE_BINDING, session.address());
    }

    public void input(String name, NativeObject tensor) {
        bind(OrtFunction.BIND_INPUT, name, tensor);
    }

    public void output(String name, NativeObject tensor) {
        bind(OrtFunction.BIND_OUTPUT, name, tensor);
    }

    /**
     * Runs the graph, and waits until its outputs are there.
     *
     * @throws llamaline.worker.onnx.EngineException where it fails; it can be run again
     */
    public void run() {
        api.call(
                OrtFunction.RUN_WITH_BINDING,
                session.address(),
                MemorySegment.NULL,
                binding.address());
        api.call(OrtFunction.SYNCHRONIZE_OUTPUTS, binding.address());
    }

    @Override
    public void close() {
        binding.close();
    }

    private void bind(OrtFunction function, String name, NativeObject tensor) {
        try (Arena scratch = Arena.ofConfined()) {
            api.call(function, binding.address(), scratch.allocateFrom(name), tensor.address());
        }
    }
}
