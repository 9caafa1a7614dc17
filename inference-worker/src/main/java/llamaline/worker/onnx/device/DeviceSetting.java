package llamaline.worker.onnx.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llamaline.worker.onnx.capi.ComputeDevice;

/** The device on which the operator wants a model to run. */
public sealed interface DeviceSetting {
    /** The model runs on a GPU where there is one that can run it, else on the CPU. */
    record Auto() implements DeviceSetting {}

    /** The model runs on the CPU. */
    record Cpu() implements DeviceSetting {}

    /** The model runs on one GPU, or not at all. */
    record Cuda(ComputeDevice.Cuda device) implements DeviceSetting {}

    /** The setting of one GPU, by its number. */
    Pattern CUDA = Pattern.compile("cuda:(\\d{1,4})");

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException saying what is allowed
     */
    static DeviceSetting parse(String text) {
        Matcher cuda = CUDA.matcher(text);
        if (cuda.matches()) {
            return new Cuda(new ComputeDevice.Cuda(Integer.parseInt(cuda.group(1))));
        }
        return switch (text) {
            case "auto" -> new Auto();
            case "cpu" -> new Cpu();
            default ->
                    throw new IllegalArgumentException(
                            "must be auto, cpu or cuda:N (cuda:0 is the first GPU), got " + text);
        };
    }
}
