package llamaline.worker.onnx.capi;

import java.nio.file.Files;
import java.nio.file.Path;
import llamaline.worker.onnx.EngineException;

/** The folder in which ONNX Runtime's native libraries lie, unpacked. */
public record OnnxRuntimeFolder(Path folder) {
    /** ONNX Runtime's own setting: its Java API then takes the same files. */
    static final String PROPERTY = "onnxruntime.native.path";

    /**
     * Returns the folder that the property names.
     *
     * @throws EngineException where it names none
     */
    public static OnnxRuntimeFolder configured() {
        String folder = System.getProperty(PROPERTY, "");
        if (folder.isEmpty()) {
            throw new EngineException(
                    "-D%s is not set: a GPU needs the folder of ONNX Runtime's CUDA libraries (mvn -Pcuda unpacks them)"
                            .formatted(PROPERTY));
        }
        return new OnnxRuntimeFolder(Path.of(folder));
    }

    /**
     * Returns the library that has the C API.
     *
     * @throws EngineException where it is missing
     */
    public Path runtime() {
        return existing("onnxruntime", "is no folder of ONNX Runtime's native libraries");
    }

    /**
     * Returns the library that ONNX Runtime loads for CUDA.
     *
     * @throws EngineException where it is missing
     */
    public Path cudaProvider() {
        return existing(
                "onnxruntime_providers_cuda",
                "has ONNX Runtime for the CPU only; build with mvn -Pcuda");
    }

    private Path existing(String name, String otherwise) {
        Path library = folder.resolve(System.mapLibraryName(name));
        if (!Files.isRegularFile(library)) {
            throw new EngineException(
                    "%s %s: it has no %s".formatted(folder, otherwise, library.getFileName()));
        }
        return library;
    }
}
