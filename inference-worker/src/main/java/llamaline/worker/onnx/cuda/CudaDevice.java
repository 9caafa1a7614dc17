package llamaline.worker.onnx.cuda;

import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.capi.ComputeDevice;

/**
 * A GPU, as the driver sees it.
 *
 * @param freeBytes of its memory
 */
public record CudaDevice(ComputeDevice.Cuda device, String name, long freeBytes) {
    /**
     * Room for intermediate results of a chunk and for workspaces of cuBLAS and the attention
     * kernels.
     */
    private static final long WORKSPACE_BYTES = 1L << 30;

    private static final double GIB = 1L << 30;

    /**
     * Compares what a model takes with what is free.
     *
     * @throws EngineException with the arithmetic, where it does not fit
     */
    public void requireRoom(long weightsBytes, SlotPlan plan) {
        long needed = weightsBytes + plan.totalBytes() + WORKSPACE_BYTES;
        if (needed > freeBytes) {
            throw new EngineException(
                    "%s has %.1f GiB free, the model needs %.1f GiB: %.1f GiB of weights, %.1f GiB of KV cache (%s) and %.1f GiB of workspace; fewer slots, a smaller llamaline.worker.context or 4-bit weights take less"
                            .formatted(
                                    name,
                                    freeBytes / GIB,
                                    needed / GIB,
                                    weightsBytes / GIB,
                                    plan.totalBytes() / GIB,
                                    plan,
                                    WORKSPACE_BYTES / GIB));
        }
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(device, name);
    }
}
