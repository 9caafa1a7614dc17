package llamaline.worker.onnx.capi;

/** The device on which a graph is computed and the KV cache lies. */
public sealed interface ComputeDevice {
    /**
     * The name by which ONNX Runtime knows the memory there.
     *
     * <p>Source: onnxruntime, include/onnxruntime/core/framework/allocator.h.
     */
    String memoryName();

    /** The device's number among those of its kind. */
    int index();

    /** The processor itself, through the same calls as a device: for tests. */
    record Cpu() implements ComputeDevice {
        @Override
        public String memoryName() {
            return "Cpu";
        }

        @Override
        public int index() {
            return 0;
        }

        @Override
        public String toString() {
            return "cpu";
        }
    }

    /** An NVIDIA GPU, numbered as CUDA does. */
    record Cuda(int index) implements ComputeDevice {
        public Cuda {
            if (index < 0) {
                throw new IllegalArgumentException("index must be >= 0, got " + index);
            }
        }

        @Override
        public String memoryName() {
            return "Cuda";
        }

        @Override
        public String toString() {
            return "cuda:" + index;
        }
    }
}
