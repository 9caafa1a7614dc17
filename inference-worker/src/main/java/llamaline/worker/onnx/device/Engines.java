package llamaline.worker.onnx.device;

import java.util.function.Supplier;
import llamaline.importer.model.ComputeType;
import llamaline.importer.model.ImportedModel;
import llamaline.worker.model.CausalLanguageModel;
import llamaline.worker.model.SlotPlan;
import llamaline.worker.onnx.EngineException;
import llamaline.worker.onnx.EngineSettings;
import llamaline.worker.onnx.capi.ComputeDevice;
import llamaline.worker.onnx.capi.OnnxRuntimeFolder;
import llamaline.worker.onnx.capi.OrtApi;
import llamaline.worker.onnx.cpu.CpuDecoder;
import llamaline.worker.onnx.cuda.CudaDevice;
import llamaline.worker.onnx.cuda.CudaDriver;

/**
 * Opens models on the device that is wanted. What a GPU lacks is found, as far as it can be, before
 * anything is loaded, and said in one line.
 */
public final class Engines {
    private final Supplier<OnnxRuntimeFolder> folder;
    private final Supplier<CudaDriver> driver;

    Engines(Supplier<OnnxRuntimeFolder> folder, Supplier<CudaDriver> driver) {
        this.folder = folder;
        this.driver = driver;
    }

    /** Opens models with the libraries that are configured and the system's driver. */
    public static Engines ofSystem() {
        return new Engines(OnnxRuntimeFolder::configured, CudaDriver::ofSystem);
    }

    /**
     * A model that is open, and the device on which it runs.
     *
     * @param device for a log line: the device, and why it is not another one
     */
    public record OpenedModel(CausalLanguageModel model, String device) {}

    /**
     * Opens a model.
     *
     * @throws EngineException where the device or ONNX Runtime cannot run it
     * @throws llamaline.worker.model.KvBudgetException where the KV cache does not fit its budget
     */
    public OpenedModel open(ImportedModel model, EngineSettings settings, DeviceSetting wanted) {
        return switch (wanted) {
            case DeviceSetting.Cpu _ -> onCpu(model, settings, "cpu");
            case DeviceSetting.Cuda cuda -> onCuda(model, settings, cuda.device());
            case DeviceSetting.Auto _ -> onBest(model, settings);
        };
    }

    /** The graph decides: one that computes in half precision was imported for a GPU. */
    private OpenedModel onBest(ImportedModel model, EngineSettings settings) {
        if (model.compute() == ComputeType.FLOAT32) {
            return onCpu(
                    model, settings, "cpu (a GPU would need an import with --compute float16)");
        }
        return onCuda(model, settings, new ComputeDevice.Cuda(0));
    }

    private static OpenedModel onCpu(
            ImportedModel model, EngineSettings settings, String description) {
        if (model.compute() != ComputeType.FLOAT32) {
            throw new EngineException(
                    "cpu: %s computes in %s, which is for GPUs: import it with --compute float32"
                            .formatted(model.directory(), model.compute().label()));
        }
        return new OpenedModel(CpuDecoder.open(model, settings), description);
    }

    private OpenedModel onCuda(
            ImportedModel model, EngineSettings settings, ComputeDevice.Cuda device) {
        CudaDevice found = preflight(model, settings, device);
        OrtApi api = OrtApi.load(folder.get().runtime());
        var opened = DeviceDecoder.open(api, device, model, settings);
        return new OpenedModel(opened, found.toString());
    }

    /** Checks all that can be known before something is loaded. */
    private CudaDevice preflight(
            ImportedModel model, EngineSettings settings, ComputeDevice.Cuda device) {
        try {
            requireHalf(model);
            var _ = folder.get().cudaProvider();
            CudaDevice found = driver.get().device(device);
            SlotPlan plan = settings.plan(model.shape(), model.compute());
            found.requireRoom(model.weightsBytes(), plan);
            return found;
        } catch (EngineException e) {
            throw new EngineException("%s: %s".formatted(device, e.getMessage()), e);
        }
    }

    /** CUDA's attention has no kernel for float32. */
    private static void requireHalf(ImportedModel model) {
        if (model.compute() == ComputeType.FLOAT32) {
            throw new EngineException(
                    "%s computes in float32, which is for CPUs: import it with --compute float16 or bfloat16"
                            .formatted(model.directory()));
        }
    }
}
